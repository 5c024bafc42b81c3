import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ApiClient } from '../../../../lambdas/api/client.ts';
import { type LocalStage, startLocalStage } from '../support/local-stage.ts';

/** The server mixes here, over the wire protocols of the local cloud, whose doubles know the service's rules. */
let stage: LocalStage;
const people = new Map<string, ApiClient>();
beforeAll(async () => {
  const environment = { LIVE_STACK_MIXING: 'server', LIVE_STACK_COSTREAMING: 'strict' };
  stage = await startLocalStage((endpoint) => vi.stubEnv('LIVE_STACK_CLOUD_ENDPOINT', endpoint), environment);
  for (const user of ['anna', 'bob', 'carl']) people.set(user, await stage.as(user));
});
afterAll(async () => {
  await stage.close();
  vi.unstubAllEnvs();
});

const as = (user: string): ApiClient => {
  const client = people.get(user);
  if (!client) throw new Error(`${user} has not logged in`);
  return client;
};

async function liveRoom(): Promise<{ id: string; channelId: string }> {
  const request = { title: 'Stage', anchor: 'anna', mode: 1, im_server: ['aliyun_new'] } as const;
  const { id, meeting_id: channelId = '' } = await as('anna').call('createV2', {
    ...request,
    im_server: [...request.im_server],
  });
  return { id, channelId };
}
const connect = (channelId: string, userId: string) => {
  const user = { appId: 'artc0app', channelId, userId };
  stage.rtc.channels.join(user);
  stage.rtc.channels.publish(user, { audio: true, video: true });
};

describe('co-streaming on the products of the local cloud', () => {
  it('mixes whom the stage holds, disconnects the kicked, and ends with the room', async () => {
    const { id, channelId } = await liveRoom();
    await as('anna').call('start', { id, user_id: 'anna' });
    expect(stage.live.mpu.find('artc0app', id)).toBeUndefined();
    connect(channelId, 'anna');
    await as('anna').call('joinCoStreaming', { id, user_id: 'anna' });
    expect(stage.live.mpu.find('artc0app', id)).toMatchObject({ mixMode: '0', channelId });

    await as('bob').call('applyCoStreaming', { id, user_id: 'bob' });
    await as('anna').call('approveCoStreaming', { id, user_id: 'anna', guest_id: 'bob' });
    const joined = await as('bob').call('joinCoStreaming', { id, user_id: 'bob' });
    const login = new URL(joined.rtc_push_url.replace('artc://', 'https://')).searchParams;
    const [token, timestamp] = [String(login.get('token')), String(login.get('timestamp'))];
    expect(stage.rtc.loginProblem({ appId: 'artc0app', channelId, userId: 'bob', timestamp, token })).toBeUndefined();
    connect(channelId, 'bob');
    const task = stage.live.mpu.find('artc0app', id);
    expect(task).toMatchObject({ mixMode: '1' });
    const [url = ''] = task?.urls ?? [];
    expect(url).toContain(`/live/artc0app_${channelId}_anna_camera?auth_key=`);

    await as('anna').call('kickCoStreaming', { id, user_id: 'anna', guest_id: 'bob' });
    expect(stage.rtc.channels.users('artc0app', channelId).map(({ userId }) => userId)).toEqual(['anna']);
    await expect(as('bob').call('getRtcAuthToken', { room_id: channelId })).rejects.toMatchObject({ status: 403 });
    expect(stage.live.mpu.find('artc0app', id)).toMatchObject({ mixMode: '0', urls: [url] });

    await as('anna').call('stop', { id, user_id: 'anna' });
    expect(stage.live.mpu.find('artc0app', id)).toBeUndefined();
    expect((await as('bob').call('coStreamingState', { id, user_id: 'bob' })).members).toEqual([]);
    await as('anna').call('delete', { id, user_id: 'anna' });
    expect(await stage.rows.get('co_streaming', { room_id: id })).toBeUndefined();
  });

  it('A5: a crowd on two instances never fills the stage beyond six, by the conditional writes of Tablestore', async () => {
    const { id } = await liveRoom();
    const crowd = Array.from({ length: 12 }, (_, index) => `crowd${index}`);
    const other = await stage.another();
    const tokens = new Map<string, string>();
    for (const user of crowd) {
      tokens.set(user, (await stage.client().call('login', { username: user, password: user })).token);
      await as('anna').call('approveCoStreaming', { id, user_id: 'anna', guest_id: user });
    }
    const client = (user: string, index: number) => (index % 2 === 0 ? stage : other).client(tokens.get(user));
    const outcomes = await Promise.allSettled(
      crowd.map((user, index) => client(user, index).call('joinCoStreaming', { id, user_id: user })),
    );
    await other.close();
    const letIn = crowd.filter((_, index) => outcomes[index]?.status === 'fulfilled');
    expect(letIn).toHaveLength(5);
    const { members } = await as('anna').call('coStreamingState', { id, user_id: 'anna' });
    expect(members.map((member) => member.user_id).sort()).toEqual(['anna', ...letIn].sort());
  });
});
