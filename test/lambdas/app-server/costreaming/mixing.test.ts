import { beforeEach, describe, expect, it } from 'vitest';
import { MEMBER_MS } from '../../../../lambdas/app-server/costreaming/stage.ts';
import { authKey } from '../../../../lambdas/app-server/playback/url-signing.ts';
import { failure } from '../support/memory-live.ts';
import { SECRETS, START, type World, world } from '../support/world.ts';
import { type StageOf, stageOf } from './support.ts';

const SERVER = { LIVE_STACK_MIXING: 'server' };

let at: World;
let on: StageOf;
beforeEach(async () => {
  at = await world(SERVER);
  on = await stageOf(at);
});

const task = () => at.live.tasks.get(on.id);
const shown = (): string[] => {
  const params = task();
  if (params?.MixMode === '0') return [JSON.parse(String(params.SingleSubParams)).UserId];
  const people = JSON.parse(String(params?.TranscodeParams)).Layout.UserPanes as { UserInfo: { UserId: string } }[];
  return people.map((pane) => pane.UserInfo.UserId);
};
const tasks = () => at.live.calls.map(({ action }) => action).filter((action) => action.includes('MPU'));
const noted = () => at.rows.all('co_streaming')[0]?.task;

describe('the picture of a stage that the server mixes', () => {
  it('W22: is pushed as the stream that viewers play all the time, signed for exactly that path', async () => {
    const path = `/live/artc0app_${await on.meetingId()}_anna_camera`;
    const { body } = await at.as('carl', 'get', { id: on.id, user_id: 'carl' });
    expect(body).toMatchObject({ link_info: { cdn_pull_info: { flv_url: expect.stringContaining(`${path}.flv`) } } });
    expect(task()).toMatchObject({
      AppId: 'artc0app',
      ChannelId: await on.meetingId(),
      Region: 'CN-Shanghai',
      StreamURL: `rtmp://127.0.0.1:1935${path}?auth_key=${authKey(path, START / 1_000 + 604_800, SECRETS.ingest)}`,
    });
    const url = task()?.StreamURL;
    await on.enter('bob');
    expect(task()?.StreamURL).toBe(url);
  });

  it('shows the anchor alone as it is, and whoever is on stage with it in panes', async () => {
    expect([task()?.MixMode, shown()]).toEqual(['0', ['anna']]);
    await on.enter('bob');
    await on.list('anna', 'x');
    expect([task()?.MixMode, shown()]).toEqual(['1', ['anna', 'bob', 'x']]);
    await on.leave('bob');
    await on.list('anna');
    expect([task()?.MixMode, shown()]).toEqual(['0', ['anna']]);
  });

  it('is mixed again for what is seen alone', async () => {
    await on.enter('bob');
    at.forget();
    await on.call('bob', 'renewCoStreaming');
    await on.apply('carl');
    await on.call('bob', 'setCoStreamingDevices', { camera_opened: false });
    expect(tasks()).toEqual([]);
  });

  it('is mixed once or twice for a crowd', async () => {
    const crowd = ['b', 'c', 'd', 'e', 'f'];
    await Promise.all(crowd.map((user) => on.approve(user)));
    at.forget();
    await Promise.all(crowd.map((user) => on.join(user)));
    expect(tasks().length).toBeLessThanOrEqual(3);
    expect(shown().sort()).toEqual(['anna', ...crowd]);
  });

  it.each(['pause', 'stop', 'delete'] as const)('W14: ends with %s', async (type) => {
    await on.enter('bob');
    await on.move(type);
    expect(at.live.tasks.size).toBe(0);
    expect(noted()).toBeUndefined();
    expect(at.live.removed).toEqual(['bob']);
  });

  it('is nothing of the server where the client mixes', async () => {
    at = await world();
    on = await stageOf(at);
    await on.enter('bob');
    expect(at.live.tasks.size).toBe(0);
  });
});

describe('a task that the service refuses or ends', () => {
  it('waits until somebody is in the channel: the next renewal tries again', async () => {
    at = await world(SERVER);
    at.live.channelIsEmpty = true;
    on = await stageOf(at);
    expect((await on.join('anna')).status).toBe(200);
    expect([at.live.tasks.size, noted()]).toEqual([0, undefined]);
    at.live.channelIsEmpty = false;
    await on.call('anna', 'renewCoStreaming');
    expect(shown()).toEqual(['anna']);
  });

  it('of another instance that was faster is changed and not started twice', async () => {
    const row = at.rows.all('co_streaming')[0];
    delete row?.task;
    await on.enter('bob');
    expect(shown()).toEqual(['anna', 'bob']);
    expect(at.live.tasks.size).toBe(1);
  });

  it('that has ended by itself is started again by the timer', async () => {
    at.live.tasks.clear();
    await at.tick();
    expect(shown()).toEqual(['anna']);
  });

  it('A7: that could not be stopped is stopped by the timer, and its row goes when it is empty', async () => {
    at.live.before = ({ action }) => {
      if (action === 'StopLiveMPUTask') throw failure(action, 'ServiceUnavailable', true);
    };
    expect((await on.move('stop')).status).toBe(200);
    expect(at.live.tasks.size).toBe(1);
    at.live.before = () => undefined;
    await at.tick();
    expect(at.live.tasks.size).toBe(0);
    at.clock.time += 61_000;
    await at.tick();
    expect(at.rows.all('co_streaming')).toEqual([]);
  });

  it('A7: whose note was lost is not forgotten: the call is made again', async () => {
    at.rows.before = ({ operation, table }) => {
      if (operation === 'put' && table === 'co_streaming' && tasks().includes('UpdateLiveMPUTask')) {
        throw failure('PutRow', 'OTSTimeout', true);
      }
    };
    at.forget();
    expect((await on.enter('bob')).status).toBe(200);
    at.rows.before = () => undefined;
    await on.leave('bob');
    expect(shown()).toEqual(['anna']);
    await at.tick();
    expect(String(noted())).toMatch(/^anna#/);
  });

  it('whose row vanished with its room is stopped all the same', async () => {
    await at.rows.delete('rooms', { room_id: on.id });
    await at.tick();
    expect([at.live.tasks.size, at.rows.all('co_streaming')]).toEqual([0, []]);
  });

  it('A17: a failure of the service fails no operation', async () => {
    at.live.before = ({ action }) => {
      if (action.includes('MPU')) throw failure(action, 'InternalError', true);
    };
    expect((await on.enter('bob')).status).toBe(200);
    expect(at.log.join('\n')).not.toContain('auth_key');
    at.live.before = () => undefined;
    await at.tick();
    expect(shown()).toEqual(['anna', 'bob']);
  });
});

describe('two instances that mix at once', () => {
  it.each([0, 1, 2, 3])('agree with the stage in the end, whichever call arrives last (%i)', async (turns) => {
    const other = await world(SERVER, at);
    await Promise.all([on.approve('bob'), on.approve('carl')]);
    let waiting = 0;
    at.live.before = async ({ action }) => {
      if (action !== 'UpdateLiveMPUTask') return;
      // The first call is held back while the other instance makes and notes its own.
      for (let left = waiting++ === 0 ? 20 * turns : 0; left > 0; left--) await new Promise((go) => setImmediate(go));
    };
    await Promise.all([
      on.join('bob'),
      other.as('carl', 'joinCoStreaming', { id: on.id, user_id: 'carl' }),
      on.call('anna', 'setCoStreamingDevices', { mic_opened: false }),
    ]);
    const [first, ...guests] = shown();
    expect([first, guests.sort()]).toEqual(['anna', ['bob', 'carl']]);
  });
});

describe('a returning anchor', () => {
  it('is shown again when it says that it is on stage, without a new start', async () => {
    await on.join('anna');
    await on.enter('bob');
    await on.move('pause');
    expect(at.live.tasks.size).toBe(0);
    await on.call('anna', 'renewCoStreaming');
    expect(shown()).toEqual(['anna']);
  });

  it('that is silent before the start is not shown for ever', async () => {
    await on.move('pause');
    await on.join('anna');
    expect(at.live.tasks.size).toBe(1);
    at.clock.time += MEMBER_MS;
    await at.tick();
    expect(at.live.tasks.size).toBe(0);
  });
});
