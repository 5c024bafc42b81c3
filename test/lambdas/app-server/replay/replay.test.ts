import { beforeEach, describe, expect, it } from 'vitest';
import { room as roomSchema } from '../../../../lambdas/api/rooms.ts';
import { vodCallback } from '../callbacks/signed.ts';
import { failure } from '../support/memory-live.ts';
import { wavesOf } from '../support/waves.ts';
import { createRoom, START, type World, world } from '../support/world.ts';

const MINUTE = 60_000;

let at: World;
let id: string;
beforeEach(async () => {
  at = await world();
  id = await createRoom(at, 'anna');
});

const move = (type: 'start' | 'stop') => at.as('anna', type, { id, user_id: 'anna' });
const row = () => at.rows.all('rooms').find((one) => one.room_id === id);
const asked = (action: string) => at.live.calls.filter((call) => call.action === action).length;

async function get(user = 'bob') {
  const { status, body } = await at.as(user, 'get', { id, user_id: user });
  expect(status).toBe(200);
  return roomSchema.parse(body);
}

async function end(): Promise<void> {
  await move('start');
  at.clock.time += 10 * MINUTE;
  await move('stop');
}

async function pass(ms: number): Promise<Record<string, unknown>> {
  at.clock.time += ms;
  return (await at.tick()).body;
}

/** A piece of the room's stream, `index` minutes after it began. */
function video(videoId: string, index: number, status = 'Normal', stream = id): void {
  at.live.videos.set(videoId, { stream, start: START + index * MINUTE, end: START + (index + 1) * MINUTE, status });
}

const urls = (room: Awaited<ReturnType<typeof get>>): (string | undefined)[] | undefined =>
  room.vod_info?.playlist.map((one) => /([a-z0-9-]+)\.m3u8/.exec(one.play_url)?.[1]);

describe('the replay of an ended room', () => {
  it('is being prepared at first (status 0, which no client plays), and can be played when the timer has found it', async () => {
    await end();
    expect((await get()).vod_info).toEqual({ status: 0, playlist: [] });
    video('v1', 0);
    expect(await pass(2 * MINUTE)).toMatchObject({ recordings: 1 });
    const { vod_info } = await get();
    expect(vod_info).toEqual({
      status: 1,
      playlist: [
        {
          play_url: expect.stringMatching(/^https:\/\/vod\.example\.com\/v1\.m3u8\?auth_key=/),
          format: 'm3u8',
          definition: 'OD',
          duration: '60.5',
          width: 1280,
          status: 'Normal',
        },
      ],
    });
  });

  it('W19: is found as soon as somebody opens the room, too, and by the callback of VOD', async () => {
    await end();
    video('v1', 0);
    at.clock.time += 2 * MINUTE;
    await get();
    await new Promise((resolve) => setImmediate(resolve));
    expect(urls(await get())).toEqual(['v1']);
    video('v2', 1);
    at.clock.time += 100 * MINUTE;
    await vodCallback(at, { StreamName: id });
    expect(urls(await get())).toEqual(['v1', 'v2']);
  });

  it('A20: has its pieces in the order of their start, each once, whatever order they are found in', async () => {
    await end();
    video('v3', 3);
    await pass(MINUTE);
    video('v1', 1);
    video('v2', 2);
    await pass(MINUTE);
    await Promise.all([pass(MINUTE), get(), vodCallback(at, { StreamName: id })]);
    expect(urls(await get())).toEqual(['v1', 'v2', 'v3']);
  });

  it('A20: plays what is there while a piece is missing, being made, or failed', async () => {
    await end();
    video('v1', 1);
    video('v2', 2, 'Transcoding');
    video('v3', 3, 'UploadFail');
    await pass(MINUTE);
    expect(urls(await get())).toEqual(['v1']);
    video('v2', 2);
    await pass(20 * MINUTE);
    expect(urls(await get())).toEqual(['v1', 'v2']);
  });

  it('A20: keeps a piece that a late list of VOD leaves out', async () => {
    await end();
    video('v1', 1);
    await pass(MINUTE);
    const found = at.live.videos.get('v1');
    at.live.videos.clear();
    await pass(2 * MINUTE);
    Object.assign(at.live.videos, new Map());
    at.live.videos.set('v1', found ?? { stream: id, start: 0, end: 0, status: 'Normal' });
    expect(urls(await get())).toEqual(['v1']);
  });

  it('W19: recordings of streams whose names only begin alike are not its own', async () => {
    await end();
    video('mine', 1);
    video('other', 2, 'Normal', `${id}0`);
    await pass(MINUTE);
    expect(urls(await get())).toEqual(['mine']);
  });

  it('of a room with co-streaming is that of the relayed stream of its anchor', async () => {
    id = await createRoom(at, 'anna', { mode: 1 });
    await end();
    video('relayed', 1, 'Normal', `artc0app_${row()?.meeting_id}_anna_camera`);
    video('guest', 1, 'Normal', `artc0app_${row()?.meeting_id}_bob_camera`);
    video('plain', 1);
    await pass(MINUTE);
    expect(urls(await get())).toEqual(['relayed']);
  });

  it('that never comes is told as none after a day, and VOD is asked less and less', async () => {
    await end();
    for (let minute = 0; minute < 40; minute++) {
      await pass(MINUTE);
    }
    const early = asked('ListLiveRecordVideo');
    expect(early).toBeGreaterThan(10);
    expect(early).toBeLessThanOrEqual(31);
    for (let hour = 0; hour < 30; hour++) {
      at.clock.time += 60 * MINUTE;
      await get();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(asked('ListLiveRecordVideo') - early).toBeLessThan(25);
    expect(await get()).not.toHaveProperty('vod_info');
  });

  it('is nothing for a room that never was live', async () => {
    await move('stop');
    expect(await get()).not.toHaveProperty('vod_info');
    await pass(2 * MINUTE);
    expect(asked('ListLiveRecordVideo')).toBe(0);
  });

  it('goes when the room is opened again, and has both sessions when it has ended again', async () => {
    await end();
    video('v1', 1);
    await pass(MINUTE);
    await move('start');
    expect(await get()).not.toHaveProperty('vod_info');
    await move('stop');
    video('v2', 20);
    await pass(2 * MINUTE);
    expect(urls(await get())).toEqual(['v1', 'v2']);
  });
});

describe('what the replay costs', () => {
  it('W19: VOD is asked nothing about rooms that are not over, and W17: nothing by any list', async () => {
    await move('start');
    await get();
    await pass(MINUTE);
    await move('stop');
    video('v1', 1);
    await pass(MINUTE);
    at.forget();
    await at.as('bob', 'list', { user_id: 'bob', page_num: 1, page_size: 10 });
    await at.as('bob', 'listByCursor', { user_id: 'bob', status: 2 });
    expect(at.live.calls).toEqual([]);
  });

  it('a stage that records nothing never asks VOD, and tells of no replay', async () => {
    at = await world({ LIVE_STACK_RECORDING: 'none' });
    id = await createRoom(at, 'anna');
    await end();
    video('v1', 1);
    await pass(2 * MINUTE);
    await vodCallback(at, { StreamName: id });
    expect(await get()).not.toHaveProperty('vod_info');
    expect([asked('ListLiveRecordVideo'), asked('GetPlayInfo')]).toEqual([0, 0]);
  });

  it('get makes two cloud calls in sequence at most, with and without a replay', async () => {
    const whileLive = await wavesOf(at, () => at.as('bob', 'get', { id, user_id: 'bob' }));
    expect(whileLive.length).toBeLessThanOrEqual(2);
    await end();
    video('v1', 1);
    video('v2', 2);
    await pass(MINUTE);
    at.clock.time += 5 * MINUTE;
    // Who is shut out of the stage is read now and then, whoever asks for whatever.
    await at.as('bob', 'list', { user_id: 'bob', page_num: 1, page_size: 1 });
    const waves = await wavesOf(at, get);
    expect(waves.length).toBeLessThanOrEqual(2);
    expect(waves[1]).toEqual(expect.arrayContaining(['GetPlayInfo', 'GetPlayInfo']));
  });

  it('a crowd that opens a replay asks VOD once for each piece, and gets fresh URLs a minute later', async () => {
    await end();
    video('v1', 1);
    await pass(MINUTE);
    const rooms = await Promise.all(Array.from({ length: 20 }, () => get()));
    expect(asked('GetPlayInfo')).toBe(1);
    at.clock.time += MINUTE;
    const later = await get();
    expect(asked('GetPlayInfo')).toBe(2);
    expect(later.vod_info?.playlist[0]?.play_url).not.toBe(rooms[0]?.vod_info?.playlist[0]?.play_url);
  });

  it('looks at the recordings of a hundred rooms at a time', async () => {
    for (let index = 0; index < 105; index++) {
      const user = `user${index}`;
      id = await createRoom(at, user);
      await at.as(user, 'start', { id, user_id: user });
      await at.as(user, 'stop', { id, user_id: user });
    }
    expect(await pass(MINUTE)).toMatchObject({ recordings: 100 });
  });
});

describe('A20, A17: a replay that fails does not break the room', () => {
  const down = failure('GetPlayInfo', 'Timeout', true);

  it('a piece whose URL cannot be fetched is left out, and another is fetched all the same', async () => {
    await end();
    video('v1', 1);
    video('v2', 2);
    await pass(MINUTE);
    at.live.before = ({ action, params }) => {
      if (action === 'GetPlayInfo' && params.VideoId === 'v1') {
        throw down;
      }
    };
    expect(urls(await get())).toEqual(['v2']);
    at.live.before = () => undefined;
    expect(urls(await get())).toEqual(['v1', 'v2']);
  });

  it('VOD that does not answer at all leaves a room that can be entered', async () => {
    await end();
    video('v1', 1);
    await pass(MINUTE);
    at.clock.time += 20 * MINUTE;
    at.live.before = () => {
      throw down;
    };
    expect((await get()).vod_info).toEqual({ status: 0, playlist: [] });
    expect(at.log.join()).not.toContain('https://vod.example.com');
    expect((await at.tick()).status).toBe(200);
  });

  it('videos that somebody deleted from VOD are no replay', async () => {
    await end();
    video('v1', 1);
    await pass(16 * MINUTE);
    at.live.videos.clear();
    expect(await get()).not.toHaveProperty('vod_info');
  });

  it('an answer of VOD that is not as expected changes nothing', async () => {
    await end();
    const { call } = at.live;
    Object.assign(at.live, {
      call: async (...args: Parameters<typeof call>) =>
        args[1] === 'ListLiveRecordVideo' ? { LiveRecordVideoList: { LiveRecordVideo: 'no' } } : call(...args),
    });
    expect((await at.tick()).status).toBe(200);
    at.clock.time += 2 * MINUTE;
    expect((await get()).vod_info?.status).toBe(0);
    expect(row()).not.toHaveProperty('recordings');
  });
});

describe('the cover of a room with a replay', () => {
  it('is the picture of its video when it has none of its own', async () => {
    await end();
    video('v1', 1);
    await pass(MINUTE);
    expect((await get()).cover_url).toBe('https://vod.example.com/v1.jpg');
    expect(row()).not.toHaveProperty('cover_url');
    const cover_url = 'https://img.example.com/own.png';
    await at.as('anna', 'update', { id, cover_url });
    expect((await get()).cover_url).toBe(cover_url);
  });
});
