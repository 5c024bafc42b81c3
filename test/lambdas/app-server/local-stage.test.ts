import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LocalStage, startLocalStage } from './support/local-stage.ts';

let stage: LocalStage;
beforeAll(async () => {
  stage = await startLocalStage((endpoint) => vi.stubEnv('LIVE_STACK_CLOUD_ENDPOINT', endpoint));
});
afterAll(async () => {
  await stage.close();
  vi.unstubAllEnvs();
});
beforeEach(() => {
  stage.faults.clear();
  stage.requests.splice(0);
});

const create = { title: 'Channel', anchor: 'anna', mode: 1, im_server: ['aliyun_new'] } as const;
const actions = (): string[] => stage.requests.map((request) => request.action);

describe('the AppServer on the products of the local cloud, over their wire protocols', () => {
  it('goes from log-in over creation, start, likes and muting to stop and deletion', async () => {
    const [anna, bob] = [await stage.as('anna'), await stage.as('bob')];
    const room = await anna.call('createV2', { ...create, im_server: ['aliyun_new'] });
    const { id } = room;
    expect(room.push_url_info?.rtmp_url).toContain(`/live/${id}?auth_key=`);
    expect((await bob.call('get', { id, user_id: 'bob' })).push_url_info).toBeUndefined();
    expect((await bob.call('list', { user_id: 'bob', page_num: 1, page_size: 20 })).map((item) => item.id)).toEqual([
      id,
    ]);

    expect((await anna.call('start', { id, user_id: 'anna' })).status).toBe(1);
    await expect(bob.call('stop', { id, user_id: 'bob' })).rejects.toMatchObject({ status: 403 });
    await anna.call('updateMeetingInfo', { id, members: [{ user_id: 'anna' }, { user_id: 'bob' }] });
    expect((await bob.call('getMeetingInfo', { id })).members).toHaveLength(2);
    expect((await bob.call('sendLikeMessage', { chatroom_id: id, user_id: 'bob', like_count: 3 })).count).toBe(3);
    expect((await bob.call('getStatistics', { chatroom_id: id })).like_count).toBe(3);
    expect((await anna.call('muteChatroom', { chatroom_id: id })).mute).toBe(true);
    expect((await bob.call('isMuteChatroom', { chatroom_id: id })).mute).toBe(true);

    expect((await anna.call('stop', { id, user_id: 'anna' })).status).toBe(2);
    // The relayed stream and the plain one: the anchor has push URLs for both.
    expect(stage.live.streams.forbiddenOn('ingest.localhost')).toHaveLength(2);
    expect((await anna.call('start', { id, user_id: 'anna' })).status).toBe(1);
    expect(stage.live.streams.forbiddenOn('ingest.localhost')).toEqual([]);
    await anna.call('delete', { id, user_id: 'anna' });
    await expect(bob.call('get', { id, user_id: 'bob' })).rejects.toMatchObject({ status: 404 });
    expect(await bob.call('list', { page_num: 1, page_size: 20 })).toEqual([]);
    expect((await stage.tick()).status).toBe(200);
  });

  it('A5: a hundred starts at once make one session, by the conditional writes of Tablestore', async () => {
    const anna = await stage.as('anna');
    const { id } = await anna.call('createV1', { title: 'Channel', anchor: 'anna' });
    const answers = await Promise.all(Array.from({ length: 100 }, () => anna.call('start', { id, user_id: 'anna' })));
    expect(new Set(answers.map((answer) => answer.started_at)).size).toBe(1);
    expect(new Set(answers.map((answer) => answer.updated_at)).size).toBe(1);
  });

  it('A20: a recording that VOD reports by its signed callback is a replay, and the next one follows it', async () => {
    const anna = await stage.as('anna');
    const { id } = await anna.call('createV1', { title: 'Channel', anchor: 'anna' });
    await anna.call('start', { id, user_id: 'anna' });
    await anna.call('stop', { id, user_id: 'anna' });
    expect((await anna.call('get', { id, user_id: 'anna' })).vod_info).toEqual({ status: 0, playlist: [] });
    const stream = { domainName: 'streaming.localhost', appName: 'live', streamName: id };
    const file = { format: 'm3u8', sizeBytes: 1_000, playUrl: 'http://127.0.0.1:1/second.m3u8' };
    const now = Date.now();
    stage.vod.addRecording({ ...stream, ...file, startMs: now + 60_000, endMs: now + 90_000 });
    stage.vod.addRecording({
      ...stream,
      ...file,
      playUrl: 'http://127.0.0.1:1/first.m3u8',
      startMs: now,
      endMs: now + 60_000,
    });
    const playlist = async () => (await anna.call('get', { id, user_id: 'anna' })).vod_info?.playlist ?? [];
    await vi.waitFor(async () => expect(await playlist()).toHaveLength(2), { timeout: 10_000 });
    expect(await playlist()).toMatchObject([
      { play_url: 'http://127.0.0.1:1/first.m3u8', duration: '60', status: 'Normal' },
      { play_url: 'http://127.0.0.1:1/second.m3u8', duration: '30' },
    ]);
  });

  it('A11: pages of the ended rooms have no gaps and no repetitions, by the indexes of Tablestore', async () => {
    const carl = await stage.as('carl');
    const ended: string[] = [];
    for (let index = 0; index < 7; index++) {
      const { id } = await carl.call('createV1', { title: 'Channel', anchor: 'carl' });
      if (index % 2 === 0) {
        await carl.call('stop', { id, user_id: 'carl' });
        ended.push(id);
      }
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { user_id: 'carl', status: 2, limit: 2, ...(cursor && { cursor }) } as const;
      const page = await carl.call('listByCursor', query);
      seen.push(...page.rooms.filter((room) => room.anchor_id === 'carl').map((room) => room.id));
      cursor = page.next_cursor;
      await carl.call('createV1', { title: 'Meanwhile', anchor: 'carl' });
    } while (cursor);
    expect(seen).toEqual(ended.toReversed());
  });

  it('a thousand likes at once are exactly a thousand, by the counters of Tablestore', async () => {
    const bob = await stage.as('bob');
    const { id } = await (await stage.as('anna')).call('createV1', { title: 'Channel', anchor: 'anna' });
    const send = () => bob.call('sendLikeMessage', { chatroom_id: id, user_id: 'bob', like_count: 20 });
    await Promise.all(Array.from({ length: 50 }, send));
    expect((await bob.call('getStatistics', { chatroom_id: id })).like_count).toBe(1_000);
  });

  it('makes no more calls than it has to', async () => {
    const anna = await stage.as('anna');
    const { id } = await anna.call('createV1', { title: 'Channel', anchor: 'anna' });
    await anna.call('list', { page_num: 1, page_size: 20 });
    stage.requests.splice(0);
    await anna.call('createV1', { title: 'Channel', anchor: 'anna' });
    // The first counts against the rate limit.
    expect(actions()).toEqual(['UpdateRow', 'PutRow', 'CreateLiveMessageGroup', 'UpdateRow']);
    stage.requests.splice(0);
    await anna.call('list', { page_num: 1, page_size: 20 });
    // Beside it, and every few seconds, one read of who is shut out of the stage.
    expect(actions().filter((action) => action !== 'GetRange')).toEqual(['BatchGetRow']);
    expect(actions().length).toBeLessThanOrEqual(3);
    stage.requests.splice(0);
    await anna.call('start', { id, user_id: 'anna' });
    expect(actions().filter((action) => !action.startsWith('Describe')).length).toBeLessThanOrEqual(4);
  });

  it.each([
    ['tablestore', 'UpdateRow', 'unavailable'],
    ['live', 'CreateLiveMessageGroup', 'throttling'],
    ['live', 'CreateLiveMessageGroup', 'cut'],
  ] as const)('A17: one failure of %s %s (%s) is not noticed by anybody', async (product, action, kind) => {
    const anna = await stage.as('anna');
    stage.faults.add({ product, action, kind, times: 1 });
    const { id } = await anna.call('createV1', { title: 'Channel', anchor: 'anna' });
    expect((await anna.call('get', { id, user_id: 'anna' })).title).toBe('Channel');
  });

  it('A17: a service that stays away is a clear 503 within seconds, and nothing is half made', async () => {
    const anna = await stage.as('anna');
    const before = (await anna.call('list', { page_num: 1, page_size: 100 })).length;
    stage.faults.add({ product: 'live', action: 'CreateLiveMessageGroup', kind: 'unavailable' });
    await expect(anna.call('createV1', { title: 'Channel', anchor: 'anna' })).rejects.toMatchObject({
      status: 503,
      body: { reason: 'upstream_unavailable' },
    });
    expect(await anna.call('list', { page_num: 1, page_size: 100 })).toHaveLength(before);
    stage.faults.clear();
    // Lists that are remembered are from before this room.
    await anna.call('createV1', { title: 'Channel', anchor: 'anna' });
    stage.faults.add({ product: 'tablestore', action: 'GetRange', kind: 'reset' });
    await expect(anna.call('list', { page_num: 1, page_size: 100 })).rejects.toMatchObject({ status: 503 });
  });
});
