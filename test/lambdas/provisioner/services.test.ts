import { describe, expect, it } from 'vitest';
import { ARTC_APPS, type Cloud, openCloud } from './harness.ts';

const API = 'https://api.example.com';
const APP = { AppName: 'demo-local', DataCenter: 'cn-shanghai' };

type Apps = Record<string, { name: string; disabled: boolean; eventCallbackUrl: string }>;
const apps = (cloud: Cloud): Apps => (cloud.live.inventory() as unknown as { messageApps: Apps }).messageApps;

describe('the messaging app', () => {
  const make = (cloud: Cloud, name: string) =>
    cloud.act(cloud.live.service, 'CreateLiveMessageApp', { ...APP, AppName: name });

  it('is created once, and its keys go to the settings only', async () => {
    const cloud = await openCloud();
    const answer = await cloud.create('Custom::LiveMessageApp', APP);
    const setting = (await cloud.rows())['message-app'] as Record<string, string>;
    expect(answer.Data).toEqual({ AppId: setting.appId });
    expect(Object.keys(setting).sort()).toEqual(['appId', 'appKey', 'appSign', 'dataCenter']);
  });

  it('P14: is disabled with its stack and enabled again by the next one: never two of them', async () => {
    const cloud = await openCloud();
    const first = await cloud.create('Custom::LiveMessageApp', APP, { stackId: 'stack-1' });
    await cloud.remove('Custom::LiveMessageApp', APP, { stackId: 'stack-1' });
    expect(Object.values(apps(cloud))).toMatchObject([{ name: 'demo-local', disabled: true }]);
    const second = await cloud.create('Custom::LiveMessageApp', APP, { stackId: 'stack-2' });
    expect(second.Data).toEqual(first.Data);
    expect(Object.values(apps(cloud))).toMatchObject([{ name: 'demo-local', disabled: false }]);
    await cloud.remove('Custom::LiveMessageApp', APP, { stackId: 'stack-2' });
    expect(Object.values(apps(cloud))).toMatchObject([{ name: 'demo-local', disabled: true }]);
  });

  it('P14: that was there already is used and never disabled', async () => {
    const cloud = await openCloud();
    const { AppId } = await make(cloud, 'demo-local');
    expect((await cloud.create('Custom::LiveMessageApp', APP)).Data).toEqual({ AppId });
    await cloud.remove('Custom::LiveMessageApp', APP);
    expect(Object.values(apps(cloud))).toMatchObject([{ disabled: false }]);
  });

  it('is found by its whole name among many, on any page', async () => {
    const cloud = await openCloud();
    for (let count = 0; count < 45; count++) {
      await make(cloud, `other-${count}`);
    }
    const { AppId } = await make(cloud, 'demo-local');
    await make(cloud, 'demo-local-2');
    expect((await cloud.create('Custom::LiveMessageApp', APP)).Data).toEqual({ AppId });
    expect(cloud.calls()).not.toContain('live CreateLiveMessageApp');
  });

  it('is not created twice when the answer of its creation is lost', async () => {
    const cloud = await openCloud();
    cloud.faults.add({ product: 'live', action: 'CreateLiveMessageApp', kind: 'reset', worked: true });
    expect(await cloud.create('Custom::LiveMessageApp', APP)).toMatchObject({ Status: 'SUCCESS' });
    expect(Object.values(apps(cloud))).toHaveLength(1);
  });

  it.each(['x', 'x'.repeat(17), '', '   '])('with the name "%s" is refused with the property', async (AppName) => {
    const cloud = await openCloud();
    expect((await cloud.create('Custom::LiveMessageApp', { ...APP, AppName })).Reason).toMatch(/AppName/);
  });

  it('gets back the callback that it had', async () => {
    const cloud = await openCloud();
    const { AppId } = await make(cloud, 'demo-local');
    const old = { AppId: String(AppId), DataCenter: 'cn-shanghai', EventCallbackUrl: 'https://old.example.com/cb' };
    await cloud.act(cloud.live.service, 'ModifyLiveMessageAppCallback', old);
    const callback = { AppId: String(AppId), DataCenter: 'cn-shanghai', CallbackUrl: `${API}/message` };
    await cloud.create('Custom::LiveMessageCallback', callback);
    expect(Object.values(apps(cloud))).toMatchObject([{ eventCallbackUrl: `${API}/message` }]);
    await cloud.remove('Custom::LiveMessageCallback', callback);
    expect(Object.values(apps(cloud))).toMatchObject([{ eventCallbackUrl: 'https://old.example.com/cb' }]);
  });
});

describe('the keys of the AppServer', () => {
  it('are 32 letters and digits each, all different', async () => {
    const cloud = await openCloud();
    await cloud.create('Custom::AppServerKeys', {});
    const rows = await cloud.rows();
    const callback = rows['callback-keys'] as Record<string, string>;
    const session = rows['session-keys'] as { keys: { id: string; secret: string }[] };
    const jump = rows['jump-key'] as { secret: string };
    const keys = [...Object.values(callback), session.keys[0]?.secret ?? '', jump.secret];
    expect(new Set(keys).size).toBe(5);
    expect(keys.every((key) => /^[A-Za-z0-9]{32}$/.test(key))).toBe(true);
    expect(jump.secret).not.toContain(session.keys[0]?.id);
  });

  it('of a retained table are kept, and not removed by a stack that did not make them', async () => {
    const cloud = await openCloud();
    await cloud.create('Custom::AppServerKeys', {}, { stackId: 'stack-1' });
    const { 'session-keys': before } = await cloud.rows();
    await cloud.create('Custom::AppServerKeys', {}, { stackId: 'stack-2' });
    await cloud.remove('Custom::AppServerKeys', {}, { stackId: 'stack-2' });
    expect((await cloud.rows())['session-keys']).toEqual(before);
  });
});

describe('the VOD callback, of which the account has one', () => {
  const properties = { CallbackUrl: `${API}/vod`, Events: 'AddLiveRecordVideoComplete' };
  const callback = (cloud: Cloud) => (cloud.vod.inventory() as { callback: unknown }).callback;

  async function withKeys() {
    const cloud = await openCloud();
    await cloud.create('Custom::AppServerKeys', {}, { logicalId: 'Keys' });
    return cloud;
  }

  it('P13: of somebody else is refused with its address, and not removed', async () => {
    const cloud = await withKeys();
    const foreign = { CallbackType: 'HTTP', CallbackURL: 'https://theirs.example.com/vod', EventTypeList: 'ALL' };
    await cloud.act(cloud.vod.service, 'SetMessageCallback', foreign);
    const before = callback(cloud);
    expect((await cloud.create('Custom::VodCallback', properties)).Reason).toMatch(
      /https:\/\/theirs\.example\.com\/vod already/,
    );
    expect(await cloud.remove('Custom::VodCallback', properties)).toMatchObject({ Status: 'SUCCESS' });
    expect(callback(cloud)).toEqual(before);
  });

  it('is not removed when somebody else has taken it over since', async () => {
    const cloud = await withKeys();
    await cloud.create('Custom::VodCallback', properties);
    const foreign = { CallbackType: 'HTTP', CallbackURL: 'https://theirs.example.com/vod', EventTypeList: 'ALL' };
    await cloud.act(cloud.vod.service, 'SetMessageCallback', foreign);
    await cloud.remove('Custom::VodCallback', properties);
    expect(callback(cloud)).toMatchObject({ url: 'https://theirs.example.com/vod' });
  });

  it('takes its events as a list too', async () => {
    const cloud = await withKeys();
    const answer = await cloud.create('Custom::VodCallback', { ...properties, Events: ['A', 'B'] });
    expect(answer.Status).toBe('SUCCESS');
    expect(callback(cloud)).toMatchObject({ events: 'A,B' });
  });
});

describe('the ARTC app', () => {
  const [first, second, third] = ARTC_APPS;

  it('with the key of another is refused, without either key', async () => {
    const cloud = await openCloud();
    const refused = await cloud.create('Custom::ArtcApp', { AppId: first?.appId, AppKey: second?.appKey });
    expect(refused.Reason).toMatch(/AppKey given is not that of the ARTC app artcapp1/);
    expect(JSON.stringify(cloud.ros.answers) + cloud.lines.join()).not.toMatch(/artcAppKeyNumber/);
    expect(await cloud.rows()).toEqual({});
  });

  it('that the account does not have is refused', async () => {
    const cloud = await openCloud();
    const refused = await cloud.create('Custom::ArtcApp', { AppId: 'nothing', AppKey: first?.appKey });
    expect(refused.Reason).toMatch(/no ARTC app nothing/);
  });

  it('can be replaced by another one with its key', async () => {
    const cloud = await openCloud();
    const before = { AppId: first?.appId, AppKey: first?.appKey };
    const { PhysicalResourceId: physicalId } = await cloud.create('Custom::ArtcApp', before);
    const after = { AppId: second?.appId, AppKey: second?.appKey };
    const answer = await cloud.update('Custom::ArtcApp', after, before, { physicalId });
    expect(answer).toMatchObject({ Status: 'SUCCESS', Data: { AppId: 'artcapp2' } });
    expect((await cloud.rows())['artc-app']).toEqual({ appId: 'artcapp2', appKey: second?.appKey });
  });

  const relay = { AppId: 'artcapp1', StreamingDomain: 'play.localhost', AppName: 'live', RuleName: 'demo-local' };
  const rules = (cloud: Cloud) => (cloud.rtc.inventory() as { apps: Record<string, { rules: string[] }> }).apps;

  it('is relayed by one rule to the streaming domain', async () => {
    const cloud = await openCloud();
    await cloud.act(cloud.rtc.service, 'ModifyAppLiveStreamStatus', { AppId: 'artcapp1' });
    expect((await cloud.create('Custom::ArtcRelay', relay)).Data).toEqual({ Mode: 'automatic' });
    expect(rules(cloud).artcapp1?.rules).toEqual([expect.stringContaining('rtmp://play.localhost/live/')]);
  });

  it('whose relay is off has its rule, and says that somebody must switch it on', async () => {
    const cloud = await openCloud();
    expect((await cloud.create('Custom::ArtcRelay', relay)).Data).toEqual({ Mode: 'manual' });
    expect(rules(cloud).artcapp1).toMatchObject({ relay: false, rules: [expect.any(String)] });
    expect(cloud.lines.join()).toMatch(/switch it on in the console/);
  });

  it('that knows no rules is relayed by hand, and its stack can be deleted', async () => {
    const cloud = await openCloud();
    const manual = { ...relay, AppId: third?.appId };
    expect(await cloud.create('Custom::ArtcRelay', manual)).toMatchObject({
      Status: 'SUCCESS',
      Data: { Mode: 'manual' },
    });
    expect(await cloud.remove('Custom::ArtcRelay', manual)).toMatchObject({ Status: 'SUCCESS' });
  });

  it('P13: keeps a rule of the same name that was there before', async () => {
    const cloud = await openCloud();
    const rule = { AppId: 'artcapp1', PlayDomain: 'rtmp://theirs/live/x', RuleName: 'demo-local' };
    await cloud.act(cloud.rtc.service, 'CreateAutoLiveStreamRule', rule);
    const before = rules(cloud);
    await cloud.create('Custom::ArtcRelay', relay);
    await cloud.remove('Custom::ArtcRelay', relay);
    expect(rules(cloud)).toEqual(before);
  });

  it('leaves no rule behind at an app that is no longer used', async () => {
    const cloud = await openCloud();
    const { PhysicalResourceId: physicalId } = await cloud.create('Custom::ArtcRelay', relay);
    await cloud.update('Custom::ArtcRelay', { ...relay, AppId: 'artcapp2' }, relay, { physicalId });
    expect(rules(cloud)).toMatchObject({ artcapp1: { rules: [] }, artcapp2: { rules: [expect.any(String)] } });
  });
});
