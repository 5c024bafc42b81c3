import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApiClient } from '../../../../lambdas/api/client.ts';
import { ImClient } from '../../../local/im/im-client.ts';
import { type LocalStage, startLocalStage } from '../support/local-stage.ts';

let stage: LocalStage;
let anna: ApiClient;
let id: string;
const clients: ImClient[] = [];
beforeAll(async () => {
  stage = await startLocalStage((endpoint) => vi.stubEnv('LIVE_STACK_CLOUD_ENDPOINT', endpoint));
  await stage.reportMessageEvents();
  anna = await stage.as('anna');
});
afterAll(async () => {
  await stage.close();
  vi.unstubAllEnvs();
});
beforeEach(async () => {
  id = (await anna.call('createV1', { title: 'Channel', anchor: 'anna' })).id;
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});

/** Logs in to the messaging gateway with the token that the AppServer gives, as a client does. */
async function logIn(user: string): Promise<ImClient> {
  const api = await stage.as(user);
  const device = { device_id: 'd1', device_type: 'web', im_server: ['aliyun_new' as const] };
  const { aliyun_new_im: im } = await api.call('tokenV2', { user_id: user, ...device });
  const client = await ImClient.connect(stage.messaging.url);
  clients.push(client);
  await client.request('login', { appId: im.app_id, appSign: im.app_sign, appToken: im.app_token, auth: im.auth });
  return client;
}

async function member(user: string): Promise<ImClient> {
  const client = await logIn(user);
  await client.request('joinGroup', { groupId: id });
  return client;
}

const group = () => stage.live.apps.peekGroup(stage.messaging.appId, id);

describe('moderation on the messaging service of the local cloud', () => {
  it('A10, A19: tokens are good there; a muted user cannot talk, and can again', async () => {
    const bob = await member('bob');
    const say = () => bob.request('sendGroupMessage', { groupId: id, type: 10_001, data: '{"content":"hello"}' });
    await say();
    await anna.call('muteUser', { id, target_ids: ['bob'] });
    await expect(say()).rejects.toMatchObject({ name: 'Muted' });
    const { user_status } = await (await stage.as('bob')).call('get', { id, user_id: 'bob' });
    expect(user_status).toEqual({ mute: true, mute_source: ['user'] });
    await anna.call('unmuteUser', { id, target_ids: ['bob'] });
    await say();
    expect((await anna.call('listMuted', { id })).user_ids).toEqual([]);
  });

  it('A19: a banned user is removed, and again when he comes back with a token from before', async () => {
    const [bob, carl] = [await member('bob'), await member('carl')];
    await anna.call('banUser', { id, target_ids: ['bob'] });
    expect(await bob.next('exit')).toMatchObject({ groupId: id, reason: 2 });
    const told = await carl.next('recvgroupmessage');
    expect(told).toMatchObject({ type: 19_003, data: '{"action":"ban","userId":"bob","userIds":["bob"]}' });
    await expect((await stage.as('bob')).call('get', { id, user_id: 'bob' })).rejects.toMatchObject({ status: 403 });
    await bob.request('joinGroup', { groupId: id });
    expect(await bob.next('exit')).toMatchObject({ reason: 2 });
    await vi.waitFor(() => expect([...(group()?.members.keys() ?? [])]).toEqual(['carl']));
    const { bans } = await anna.call('listBanned', { id });
    expect(bans).toMatchObject([{ user_id: 'bob' }]);
  });

  it('kicking is no ban, and the message that is deleted disappears for everybody', async () => {
    const [bob, carl] = [await member('bob'), await member('carl')];
    const params = { groupId: id, type: 10_001, data: '{"content":"rude"}' };
    const { messageId } = await bob.request('sendGroupMessage', params);
    await anna.call('deleteMessage', { id, message_id: String(messageId) });
    expect(await carl.next('deletegroupmessage')).toEqual({ groupId: id, messageId });
    await anna.call('kickUser', { id, target_ids: ['bob', 'nobody'] });
    expect(await bob.next('exit')).toMatchObject({ reason: 2 });
    await bob.request('joinGroup', { groupId: id });
    expect((await (await stage.as('bob')).call('get', { id, user_id: 'bob' })).id).toBe(id);
  });

  it('viewers are counted by the events of the service, once each, with what it counts itself', async () => {
    const bob = await member('bob');
    await member('carl');
    await bob.request('leaveGroup', { groupId: id });
    await bob.request('joinGroup', { groupId: id });
    await vi.waitFor(
      async () => {
        const told = await anna.call('getStatistics', { chatroom_id: id });
        expect(told.metrics).toEqual({ pv: 3, uv: 2, online_count: 2, like_count: 0 });
      },
      { timeout: 5_000 },
    );
  });

  it('likes reach the group with the last total, although most come too early', async () => {
    const carl = await member('carl');
    const bob = await stage.as('bob');
    const likes = Array.from({ length: 10 }, () =>
      bob.call('sendLikeMessage', { chatroom_id: id, user_id: 'bob', like_count: 1 }),
    );
    await Promise.all(likes);
    const totals: number[] = [];
    while (totals.at(-1) !== 10) {
      totals.push(JSON.parse(String((await carl.next('recvgroupmessage')).data)).likeCount);
    }
    expect(totals.length).toBeLessThanOrEqual(2);
  });

  it('A17: a service that throttles is asked again within the deadline, and nobody notices', async () => {
    const bob = await member('bob');
    for (const action of ['AddLiveMessageGroupBand', 'KickLiveMessageGroupUser']) {
      stage.faults.add({ product: 'live', action, kind: 'throttling', times: 2 });
    }
    await anna.call('banUser', { id, target_ids: ['bob'] });
    expect(await bob.next('exit')).toMatchObject({ groupId: id });
    expect((await anna.call('listMuted', { id })).user_ids).toEqual(['bob']);
    stage.faults.clear();
  });

  it('W42: users with the names of open ends are listed like all others', async () => {
    const names = ['a', 'inf', 'max', 'min', 'zoe'];
    await anna.call('banUser', { id, target_ids: names });
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await anna.call('listBanned', { id, limit: 2, cursor });
      found.push(...page.bans.map((ban) => ban.user_id));
      cursor = page.next_cursor;
    } while (cursor !== undefined);
    expect(found).toEqual(names);
  });
});
