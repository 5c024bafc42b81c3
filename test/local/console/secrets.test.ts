import { describe, expect, it } from 'vitest';
import { MASK } from '../../../local/console/mask.ts';
import type { VodState } from '../../../local/vod/store.ts';
import { fullCloud, pageAt } from './full-cloud.ts';
import { ACCOUNT, shownCloud, stackRecord } from './local-cloud.ts';

const SETTINGS: Readonly<Record<string, object>> = {
  'session-keys': { keys: [{ id: 'k1', secret: 'sessionkeysecret0001', createdAt: 1_700_000_000_000 }] },
  'jump-key': { secret: 'jumpkeysecret0001' },
  'callback-keys': { stream: 'streamcallback0001', recording: 'recordcallback0001', vod: 'vodcallback000001' },
  'public-url': { url: 'http://127.0.0.1:7301' },
  'url-signing/ingest': {
    domain: 'ingest.localhost',
    key1: 'signingkey000001',
    key2: 'signingkey000002',
    validitySeconds: 60,
  },
  'message-app': {
    appId: 'app-1',
    appKey: 'messageappkey0001',
    appSign: 'messageappsign001',
    dataCenter: 'cn-shanghai',
  },
  'artc-app': { appId: 'artc-1', appKey: 'otherartcappkey01' },
  'something-new': { never: { heard: 'ofthissecret00001' } },
};

/** Every text of a setting that must not leave. */
const SETTING_SECRETS = [
  ...['sessionkeysecret0001', 'jumpkeysecret0001', 'streamcallback0001', 'recordcallback0001', 'vodcallback000001'],
  ...['signingkey000001', 'signingkey000002', 'messageappkey0001', 'messageappsign001', 'otherartcappkey01'],
  'ofthissecret00001',
];

function withSettings(cloud: ReturnType<typeof shownCloud>): void {
  for (const [name, value] of Object.entries(SETTINGS)) {
    cloud.tables.put('live-1', 'settings', { name }, { value: JSON.stringify(value), updated_at: 5n });
  }
}

/** All that a product keeps under names that promise a secret. */
function secretsOfLive(live: object): string[] {
  const found: string[] = [];
  JSON.stringify(live, (name, value: unknown) => {
    if (/^auth_key\d$|AuthKey$|^appKey$|^appSign$/.test(name) && typeof value === 'string') found.push(value);
    return value;
  });
  return found;
}

describe('P11: the console shows no secret', () => {
  it('of settings, but which there are, and what in them is none', async () => {
    const cloud = shownCloud();
    withSettings(cloud);
    const data = (await cloud.data('rows?instance=live-1&table=settings')) as {
      rows: { cells: { name: string; value: string }[] }[];
    };
    const shown = Object.fromEntries(
      data.rows.map(({ cells }) => [
        cells[0]?.value,
        JSON.parse(String(cells.find(({ name }) => name === 'value')?.value)),
      ]),
    );
    expect(shown).toEqual({
      'session-keys': { keys: [{ id: 'k1', secret: MASK, createdAt: 1_700_000_000_000 }] },
      'jump-key': { secret: MASK },
      'callback-keys': { stream: MASK, recording: MASK, vod: MASK },
      'public-url': { url: 'http://127.0.0.1:7301' },
      'url-signing/ingest': { domain: 'ingest.localhost', key1: MASK, key2: MASK, validitySeconds: 60 },
      'message-app': { appId: 'app-1', appKey: MASK, appSign: MASK, dataCenter: 'cn-shanghai' },
      'artc-app': { appId: 'artc-1', appKey: MASK },
      'something-new': { never: { heard: MASK } },
    });
  });

  it('of settings on a row of its own either', async () => {
    const cloud = shownCloud();
    withSettings(cloud);
    for (const { place } of cloud.tables.browse({ instance: 'live-1', table: 'settings', limit: 99 })?.rows ?? []) {
      const row = `row?instance=live-1&table=settings&at=${place}`;
      const all = `${JSON.stringify(await cloud.data(row))} ${(await cloud.get(pageAt(row))).body}`;
      for (const secret of SETTING_SECRETS) expect(all).not.toContain(secret);
    }
  });

  it('of the account, live, IM, VOD and settings on any page, wherever one has leaked to', async () => {
    const names = [ACCOUNT.accessKeySecret, ACCOUNT.artcApp.appKey, ...SETTING_SECRETS];
    const leak = `printed ${names.join(' ')} end`;
    const cloud = await fullCloud(leak);
    withSettings(cloud);
    await cloud.call('SetLiveStreamsNotifyUrlConfig', {
      ...{ DomainName: 'ingest.localhost', NotifyUrl: 'http://127.0.0.1:7301/x' },
      ...{ NotifyReqAuth: 'yes', NotifyAuthKey: 'notifyauthkey00001' },
    });
    const secrets = [...names, ...secretsOfLive([cloud.live.save(), cloud.live.inventory()])];
    expect(secrets).toContain('notifyauthkey00001');
    expect(secrets.length).toBeGreaterThanOrEqual(names.length + 6);
    for (const address of cloud.pages) {
      const data = (await cloud.get(`/_local/console/data/${address}`)).body;
      const page = (await cloud.get(pageAt(address))).body;
      for (const secret of secrets) {
        expect(data.includes(secret), `${secret} in the data of ${address}`).toBe(false);
        expect(page.includes(secret), `${secret} on the page ${address}`).toBe(false);
      }
    }
  });

  it('of the VOD callback', async () => {
    const cloud = shownCloud();
    const state = cloud.vod.save() as unknown as VodState;
    const callback = {
      ...{ CallbackType: 'HTTP', CallbackURL: 'http://127.0.0.1:7301/vodcallbackkey00001' },
      ...{ EventTypeList: 'all', AuthSwitch: 'on', AuthKey: 'vodcallbackkey00001' },
    };
    cloud.vod.load(JSON.parse(JSON.stringify({ ...state, callback })));
    const body = JSON.stringify(await cloud.data('recordings'));
    expect(body).not.toContain('vodcallbackkey00001');
    expect(body).toContain(`http://127.0.0.1:7301/${MASK}`);
  });

  it('of a stack: neither parameters nor properties, and outputs without what the parameters keep', async () => {
    const cloud = shownCloud();
    const stack = stackRecord({ parameters: { ArtcAppKey: 'parametersecret01', AppName: 'live' } });
    stack.outputs.push({ key: 'Leak', value: 'is parametersecret01', description: null });
    if (stack.resources.Rooms) stack.resources.Rooms.properties = { Note: 'a property' };
    cloud.stacks.push(stack);
    const body = (await cloud.get('/_local/console/data/stack?id=stack-1')).body;
    expect(body).not.toMatch(/parametersecret01|a property|templateBody|parameters/);
    expect(body).toContain(`is ${MASK}`);
  });

  it('in signed addresses: a stream may be seen, not pushed', async () => {
    const cloud = await fullCloud('room1');
    cloud.live.streams.publish({
      ...{ domain: 'ingest.localhost', app: 'live', stream: 'room2' },
      publishUrl: 'rtmp://ingest.localhost/live/room2?auth_key=1700000000-0-0-0123456789abcdef0123456789abcdef',
    });
    const body = JSON.stringify(await cloud.data('streams'));
    expect(body).toContain(`rtmp://ingest.localhost/live/room2?auth_key=${MASK}`);
    expect(body).not.toContain('0123456789abcdef0123456789abcdef');
  });

  it('but whatever else there is: titles, ids and domains stay readable', async () => {
    const cloud = await fullCloud('Guitar evening');
    withSettings(cloud);
    for (const address of cloud.pages.filter((page) => !/domains|tables/.test(page))) {
      expect((await cloud.get(pageAt(address))).body, address).toContain('Guitar evening');
    }
    expect((await cloud.get('/?view=domains')).body).toContain('ingest.localhost');
  });
});
