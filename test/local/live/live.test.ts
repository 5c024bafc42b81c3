import { describe, expect, it } from 'vitest';
import { createDns } from '../../../local/dns/dns.ts';
import { createLive } from '../../../local/live/live.ts';
import { permission } from '../../../local/live/permission.ts';
import { LIVE_RULES } from '../../../local/openapi/rules.ts';
import type { Json } from '../../../local/product.ts';
import { DrivenClock } from '../openapi/driven-clock.ts';
import { ACCOUNT_ID, ACCOUNT_KEY, openCloud, roleKey } from '../openapi/open-api-cloud.ts';
import { openApi, popCore, refusal } from '../openapi/sdk.ts';
import { liveCloud } from './live-cloud.ts';

const VERSION = '2016-11-01';

function openLive() {
  return openCloud(({ clock }) => {
    const settings = { domainOnlineAfterMs: 60_000 };
    return [createLive({ clock, dns: createDns({ clock }), accountId: ACCOUNT_ID, settings }).service];
  });
}

describe.each([
  ['pop-core (RPC v1)', popCore],
  ['openapi-core (ACS3)', openApi],
] as const)('Live, called with %s', (_name, client) => {
  it('sets up a channel from domain to signed callback over the wire (L1)', async () => {
    const { endpoint, clock } = await openLive();
    const call = client(endpoint, VERSION, ACCOUNT_KEY);
    const add = (DomainName: string, LiveDomainType: string) =>
      call('AddLiveDomain', {
        DomainName,
        LiveDomainType,
        Region: 'cn-shanghai',
        Tag: [{ Key: 'stage', Value: '测试' }],
      });
    await add('ingest.localhost', 'liveEdge');
    await add('streaming.localhost', 'liveVideo');
    const mapping = { PullDomain: 'streaming.localhost', PushDomain: 'ingest.localhost' };
    expect((await refusal(call('AddLiveDomainMapping', mapping))).code).toBe('IncorrectDomainStatus');
    clock.advance(60_000);
    await call('AddLiveDomainMapping', mapping);
    const functionArgs = [
      { argName: 'auth_type', argValue: 'type_a' },
      { argName: 'auth_key1', argValue: 'abcdef123456' },
    ];
    await call('BatchSetLiveDomainConfigs', {
      DomainNames: 'ingest.localhost,streaming.localhost',
      Functions: JSON.stringify([{ functionName: 'aliauth', functionArgs }]),
    });
    const app = await call('CreateLiveMessageApp', { AppName: 'chat' });
    const group = { AppId: app.AppId, GroupId: 'room1' };
    expect(await call('CreateLiveMessageGroup', { ...group, Administrators: 'a,b' })).toMatchObject({
      AlreadyExists: false,
    });
    expect(await call('DescribeLiveMessageGroup', group)).toMatchObject({ AdminList: ['a', 'b'] });
    expect(await call('DescribeLiveDomainDetail', { DomainName: 'ingest.localhost' })).toMatchObject({
      DomainDetail: { DomainStatus: 'online' },
    });
  });

  it('tells unknown actions, known ones that are not offered, and wrong parameters apart (L1)', async () => {
    const { endpoint } = await openLive();
    const call = client(endpoint, VERSION, ACCOUNT_KEY);
    expect((await refusal(call('UpdateLiveTopLevelDomain'))).code).toBe('InvalidAction.NotFound');
    const known = await refusal(call('CreateMixStream'));
    expect(known.code).toBe('InvalidAction.NotOffered');
    expect(known.message).toContain('CreateMixStream is known to the service, not offered by the local cloud');
    expect((await refusal(call('AddLiveDomain', { DomainName: 'a.localhost' }))).code).toBe('MissingLiveDomainType');
    expect((await refusal(call('DeleteLiveDomain', { DomainName: 'a.localhost', Force: 'yes' }))).code).toBe(
      'InvalidParameter',
    );
  });

  it('lets a role touch its own domain and messaging application only (L1)', async () => {
    const { endpoint, ram } = await openLive();
    const account = client(endpoint, VERSION, ACCOUNT_KEY);
    const { AppId } = await account('CreateLiveMessageApp', { AppName: 'chat' });
    const key = await roleKey(ram, 'runtime', [
      { Effect: 'Allow', Action: 'live:*', Resource: `acs:cdn:*:${ACCOUNT_ID}:domain/own.localhost` },
      { Effect: 'Allow', Action: 'live:CreateLiveMessageGroup', Resource: `acs:live::${ACCOUNT_ID}:rtc/${AppId}` },
      { Effect: 'Allow', Action: 'live:Describe*', Resource: '*' },
    ]);
    const call = client(endpoint, VERSION, key);
    const domain = { LiveDomainType: 'liveEdge', Region: 'cn-shanghai' };
    await call('AddLiveDomain', { ...domain, DomainName: 'own.localhost' });
    expect((await refusal(call('AddLiveDomain', { ...domain, DomainName: 'other.localhost' }))).code).toBe(
      'Forbidden.RAM',
    );
    await call('CreateLiveMessageGroup', { AppId, GroupId: 'g' });
    expect((await refusal(call('CreateLiveMessageGroup', { AppId: 'other', GroupId: 'g' }))).code).toBe(
      'Forbidden.RAM',
    );
    expect((await refusal(call('SendLiveMessageGroup', { AppId, GroupId: 'g', SenderId: 's' }))).code).toBe(
      'Forbidden.RAM',
    );
    expect((await refusal(call('CreateLiveMessageApp', { AppName: 'second' }))).code).toBe('Forbidden.RAM');
    await call('DescribeLiveDomainConfigs', { DomainName: 'own.localhost', FunctionNames: 'aliauth' });
  });
});

describe('the permission that an action needs', () => {
  const domain = `acs:cdn:*:${ACCOUNT_ID}:domain/d.localhost`;
  it.each([
    ['BatchSetLiveDomainConfigs', { DomainNames: 'd.localhost' }, domain],
    ['BatchSetLiveDomainConfigs', { DomainNames: 'd.localhost,e.localhost' }, `acs:cdn:*:${ACCOUNT_ID}:domain/*`],
    ['AddLiveRecordNotifyConfig', { DomainName: 'd.localhost' }, domain],
    ['AddRtsLiveStreamTranscode', { DomainName: 'd.localhost' }, domain],
    ['DescribeLiveStreamAuthChecking', { DomainName: 'd.localhost' }, domain],
    ['AddLiveDomainMapping', { PullDomain: 'd.localhost', PushDomain: 'e.localhost' }, domain],
    ['DescribeLiveDomainConfigs', { DomainName: 'd.localhost' }, '*'],
    ['VerifyLiveDomainOwner', { DomainName: 'd.localhost' }, '*'],
    ['CreateLiveMessageApp', { AppName: 'a' }, '*'],
    ['CreateLiveMessageGroup', { AppId: 'a' }, `acs:live::${ACCOUNT_ID}:rtc/a`],
    ['SendLiveMessageGroup', { AppId: 'a' }, `acs:live::${ACCOUNT_ID}:rtc/a`],
    ['ModifyLiveMessageAppCallback', { AppId: 'a' }, `acs:live::${ACCOUNT_ID}:rtc/a`],
    ['DescribeLiveMessageGroup', { AppId: 'a' }, `acs:live::${ACCOUNT_ID}:rtc/a`],
    ['CreateMessageGroup', { AppId: 'a' }, '*'],
    ['CreateRtcMPUEventSub', { AppId: 'a' }, '*'],
    ['DescribeRtcMPUEventSub', { AppId: 'a' }, '*'],
    ['StartLiveMPUTask', { AppId: 'a' }, '*'],
    ['CreateEventSub', { AppId: 'a' }, `acs:live::${ACCOUNT_ID}:rtc/a`],
    ['DescribeLiveStreamsNotifyRecords', { DomainName: 'd' }, `acs:cdn:*:${ACCOUNT_ID}:domain/d`],
    ['DescribeLiveStreamsPublishList', { DomainName: 'd' }, '*'],
  ])('%s with %j: %s', (action, params, resource) => {
    expect(permission(action, params, ACCOUNT_ID)).toEqual({ action: `live:${action}`, resource });
  });
});

describe('the state of Live', () => {
  async function filled() {
    const cloud = liveCloud();
    await cloud.addOnline('ingest.localhost', 'liveEdge');
    await cloud.addOnline('streaming.localhost', 'liveVideo');
    await cloud.call('AddLiveDomainMapping', { PullDomain: 'streaming.localhost', PushDomain: 'ingest.localhost' });
    await cloud.call('SetLiveStreamsNotifyUrlConfig', {
      DomainName: 'ingest.localhost',
      NotifyUrl: 'http://127.0.0.1:1/',
    });
    await cloud.call('AddLiveRecordVodConfig', {
      DomainName: 'streaming.localhost',
      AppName: 'live',
      VodTranscodeGroupId: 'g',
    });
    await cloud.call('AddLiveRecordNotifyConfig', {
      DomainName: 'streaming.localhost',
      NotifyUrl: 'http://127.0.0.1:1/',
    });
    const { AppId } = await cloud.call('CreateLiveMessageApp', { AppName: 'chat' });
    await cloud.call('CreateLiveMessageGroup', { AppId: String(AppId), GroupId: 'room1' });
    await cloud.call('ForbidLiveStream', {
      ...{ DomainName: 'ingest.localhost', AppName: 'live', StreamName: 's' },
      LiveStreamType: 'publisher',
    });
    return { ...cloud, AppId: String(AppId) };
  }

  it('survives a restart as plain JSON, and says what exists', async () => {
    const { live, AppId } = await filled();
    const saved = JSON.parse(JSON.stringify(live.save())) as Json;
    const again = liveCloud();
    await again.live.load(saved);
    again.clock.advance(180_000);
    expect(again.live.save()).toEqual(saved);
    expect(again.live.inventory()).toEqual(live.inventory());
    expect(live.inventory()).toMatchObject({
      domains: {
        'ingest.localhost': { type: 'liveEdge', status: 'online', streamCallback: 'http://127.0.0.1:1/' },
        'streaming.localhost': {
          playsFrom: 'ingest.localhost',
          recordings: ['live/*'],
          recordingCallback: 'http://127.0.0.1:1/',
        },
      },
      messageApps: { [AppId]: { name: 'chat', disabled: false, groups: ['room1'] } },
      forbiddenStreams: ['ingest.localhost/live/s'],
    });
    expect(again.live.streams.publish({ domain: 'ingest.localhost', app: 'live', stream: 's' })).toBe(false);
  });

  it('is back where it started once everything is deleted, but for the disabled application (P14)', async () => {
    const { live, call, clock, AppId } = await filled();
    await call('DeleteLiveMessageGroup', { AppId, GroupId: 'room1' });
    await call('ModifyLiveMessageAppDisable', { AppId, Disable: true });
    await call('ResumeLiveStream', {
      ...{ DomainName: 'ingest.localhost', AppName: 'live', StreamName: 's' },
      LiveStreamType: 'publisher',
    });
    for (const DomainName of ['streaming.localhost', 'ingest.localhost']) {
      await call('StopLiveDomain', { DomainName });
      await call('DeleteLiveDomain', { DomainName });
    }
    clock.advance(60_000);
    expect(live.inventory()).toEqual({
      domains: {},
      messageApps: {
        [AppId]: { name: 'chat', dataCenter: 'cn-shanghai', disabled: true, eventCallbackUrl: '', groups: [] },
      },
      forbiddenStreams: [],
      mpuTasks: [],
      subscriptions: [],
    });
    await live.close();
  });
});

describe('the actions offered', () => {
  it('are all known to the service, and those the product needs are among them', () => {
    const clock = new DrivenClock();
    const { service, route } = createLive({
      clock,
      dns: createDns({ clock }),
      accountId: ACCOUNT_ID,
      settings: { domainOnlineAfterMs: 0 },
    });
    const offered = Object.keys(service.actions);
    expect(offered.filter((action) => !Object.hasOwn(LIVE_RULES, action))).toEqual([]);
    expect(offered.length).toBeGreaterThanOrEqual(50);
    expect(route({} as never)).toBeUndefined();
  });
});
