import { describe, expect, it } from 'vitest';
import type { Json } from '../../../local/product.ts';
import { createRtc } from '../../../local/rtc/rtc.ts';
import { caller, codeOf } from '../openapi/call.ts';
import { DrivenClock } from '../openapi/driven-clock.ts';
import { ACCOUNT_ID, ACCOUNT_KEY, openCloud, roleKey } from '../openapi/open-api-cloud.ts';
import { openApi, popCore, refusal } from '../openapi/sdk.ts';

const VERSION = '2018-01-11';
const APPS = [
  { appId: 'artc1', appKey: 'key-of-artc1', name: 'local' },
  { appId: 'artc3', appKey: 'key-of-artc3', name: 'newer', automaticRelay: false },
];
const RULE = { AppId: 'artc1', PlayDomain: 'rtmp://streaming.localhost/live', RuleName: 'stage-local' };

function newRtc() {
  const clock = new DrivenClock();
  const rtc = createRtc({ clock, accountId: ACCOUNT_ID, apps: APPS });
  return { rtc, call: caller(rtc.service, clock, ACCOUNT_ID) };
}

describe('ARTC applications', () => {
  it('are listed and their keys told, because the account bought them', async () => {
    const { call } = newRtc();
    expect(await call('DescribeApps', { AppId: 'artc1' })).toMatchObject({
      AppList: { App: [{ AppId: 'artc1', AppName: 'local', Status: 1 }] },
      TotalNum: 1,
      TotalPage: 1,
    });
    expect(await call('DescribeApps')).toMatchObject({ TotalNum: 2 });
    expect(await call('DescribeApps', { PageSize: 1, PageNum: 2 })).toMatchObject({
      AppList: { App: [{ AppId: 'artc3' }] },
    });
    expect(await call('DescribeApps', { AppId: 'none' })).toMatchObject({ AppList: { App: [] }, TotalNum: 0 });
    expect(await call('DescribeApps', { Status: '2' })).toMatchObject({ TotalNum: 0 });
    expect(await call('DescribeAppKey', { AppId: 'artc1' })).toEqual({ AppKey: 'key-of-artc1' });
    expect(await codeOf(call('DescribeAppKey', { AppId: 'none' }))).toBe('AppNotFound');
  });

  it('can be renamed', async () => {
    const { call } = newRtc();
    await call('ModifyApp', { AppId: 'artc1', AppName: 'renamed' });
    expect(await call('DescribeApps', { AppId: 'artc1' })).toMatchObject({
      AppList: { App: [{ AppName: 'renamed' }] },
    });
  });

  it('have a switch of stream relay that each call turns over', async () => {
    const { call } = newRtc();
    const results: Json[] = [];
    for (let i = 0; i < 3; i += 1) {
      results.push((await call('DescribeAppLiveStreamStatus', { AppId: 'artc1' })).Result ?? '');
      await call('ModifyAppLiveStreamStatus', { AppId: 'artc1', ClientToken: `t${i}` });
    }
    expect(results).toEqual(['disable', 'enable', 'disable']);
  });
});

describe('relay rules', () => {
  it('are created, described, changed, switched and deleted', async () => {
    const { call, rtc } = newRtc();
    const before = rtc.inventory();
    const lists = { 'ChannelIds.1': 'c1', 'ChannelIdPrefixes.1': 'p1', 'ChannelIdPrefixes.2': 'p2' };
    const { RuleId } = await call('CreateAutoLiveStreamRule', { ...RULE, ...lists, MediaEncode: 20 });
    expect(await call('DescribeAutoLiveStreamRule', { AppId: 'artc1' })).toEqual({
      Rules: [
        {
          ...{ RuleId, RuleName: 'stage-local', PlayDomain: RULE.PlayDomain, CallBack: '', MediaEncode: 20 },
          ...{
            ChannelIds: ['c1'],
            ChannelIdPrefixes: ['p1', 'p2'],
            CreateTime: '2026-11-20T08:00:00Z',
            Status: 'enable',
          },
        },
      ],
    });
    const id = { AppId: 'artc1', RuleId: Number(RuleId) };
    await call('DisableAutoLiveStreamRule', id);
    await call('UpdateAutoLiveStreamRule', { ...RULE, ...id, PlayDomain: 'other' });
    expect(await call('DescribeAutoLiveStreamRule', { AppId: 'artc1' })).toMatchObject({
      Rules: [{ RuleId, PlayDomain: 'other', ChannelIds: [], Status: 'disable' }],
    });
    await call('EnableAutoLiveStreamRule', id);
    expect(JSON.stringify(rtc.inventory())).toContain('stage-local → other');
    await call('DeleteAutoLiveStreamRule', id);
    expect(rtc.inventory()).toEqual(before);
    expect(await codeOf(call('DeleteAutoLiveStreamRule', id))).toBe('RuleNotFound');
  });

  it('are refused for an unknown application, a wrong callback, and an application that is relayed by API only', async () => {
    const { call } = newRtc();
    expect(await codeOf(call('CreateAutoLiveStreamRule', { ...RULE, AppId: 'none' }))).toBe('AppNotFound');
    expect(await codeOf(call('CreateAutoLiveStreamRule', { ...RULE, CallBack: 'nowhere' }))).toBe('InvalidInput');
    expect(await codeOf(call('CreateAutoLiveStreamRule', { ...RULE, AppId: 'artc3' }))).toBe('InvalidInput');
    expect(await codeOf(call('DescribeAutoLiveStreamRule', { AppId: 'artc3' }))).toBe('InvalidInput');
  });

  it('never share an id, also after a restart', async () => {
    const { call, rtc } = newRtc();
    const { RuleId } = await call('CreateAutoLiveStreamRule', RULE);
    const saved = JSON.parse(JSON.stringify(rtc.save())) as Json;
    const again = newRtc();
    await again.rtc.load(saved);
    expect(again.rtc.inventory()).toEqual(rtc.inventory());
    expect((await again.call('CreateAutoLiveStreamRule', RULE)).RuleId).not.toBe(RuleId);
    expect(again.rtc.route({} as never)).toBeUndefined();
    await again.rtc.close();
  });
});

describe('RTC over the wire', () => {
  it.each([
    ['pop-core (RPC v1)', popCore],
    ['openapi-core (ACS3)', openApi],
  ] as const)('is called with %s, by roles as far as their policies go (L1)', async (_name, client) => {
    const { endpoint, ram } = await openCloud(({ clock }) => [
      createRtc({ clock, accountId: ACCOUNT_ID, apps: APPS }).service,
    ]);
    expect(
      await client(endpoint, VERSION, ACCOUNT_KEY)('CreateAutoLiveStreamRule', { ...RULE, ChannelIds: ['a', 'b'] }),
    ).toMatchObject({
      RuleId: 1,
    });
    const key = await roleKey(ram, 'reader', [{ Effect: 'Allow', Action: 'rtc:DescribeApps', Resource: '*' }]);
    const call = client(endpoint, VERSION, key);
    expect(await call('DescribeApps')).toMatchObject({ TotalNum: 2 });
    expect((await refusal(call('DescribeAppKey', { AppId: 'artc1' }))).code).toBe('Forbidden.RAM');
    const account = client(endpoint, VERSION, ACCOUNT_KEY);
    expect((await refusal(account('StartMPUTask', {}))).code).toBe('InvalidAction.NotOffered');
    expect((await refusal(account('CreateApp', {}))).code).toBe('InvalidAction.NotFound');
  });
});
