import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { GONE_MS, MEMBER_MS } from '../../../../lambdas/app-server/costreaming/stage.ts';
import { failure } from '../support/memory-live.ts';
import { SECRETS, type World, world } from '../support/world.ts';
import { newMessages, type StageOf, stageOf } from './support.ts';

let at: World;
let on: StageOf;
beforeEach(async () => {
  at = await world();
  on = await stageOf(at);
});

const rows = () => at.rows.all('co_streaming');

describe('the timer and the stage', () => {
  it('takes off who went silent, tells the others, disconnects the guest and prunes the list', async () => {
    await on.enter('bob');
    await on.list('anna', 'bob');
    newMessages(at);
    at.clock.time += MEMBER_MS;
    expect((await at.tick()).body).toMatchObject({ stages: 1 });
    expect(newMessages(at).group.map(([type]) => type)).toEqual([20_004, 19_002]);
    expect(at.live.removed).toEqual(['bob']);
    expect(at.rows.all('rooms')[0]?.meeting_info).toBe('{"members":[{"user_id":"anna"}]}');
    await at.tick();
    expect([newMessages(at).group, at.live.removed]).toEqual([[], ['bob']]);
  });

  it('prunes a list again that a late write of the anchor brought back', async () => {
    await on.enter('bob');
    await on.leave('bob');
    const [room] = at.rows.all('rooms');
    await at.rows.update(
      'rooms',
      { room_id: on.id },
      { put: { ...room, meeting_info: '{"members":[{"user_id":"bob"}]}' } },
    );
    expect(await on.members()).toEqual([]);
    await at.tick();
    at.clock.time += GONE_MS;
    expect(await on.members()).toEqual([]);
  });

  it('removes the rows of empty stages, and a version never comes back', async () => {
    await on.enter('bob');
    await on.leave('bob');
    const before = Number(rows()[0]?.version);
    at.clock.time += GONE_MS;
    await at.tick();
    expect(rows()).toHaveLength(1);
    at.clock.time += 60_000;
    await at.tick();
    expect(rows()).toEqual([]);
    await on.enter('carl');
    expect(Number(rows()[0]?.version)).toBeGreaterThan(before);
  });

  it('goes on with the others when one stage cannot be mended', async () => {
    const others = await Promise.all([stageOf(at), stageOf(at)]);
    for (const each of [on, ...others]) await each.enter('bob');
    at.clock.time += MEMBER_MS;
    at.rows.before = ({ operation, table }) => {
      if (operation === 'put' && table === 'co_streaming' && at.log.every((line) => !line.includes('broken'))) {
        at.log.push('broken');
        throw failure('PutRow', 'OTSTimeout', true);
      }
    };
    expect((await at.tick()).body).toMatchObject({ stages: 2 });
    expect(at.log.filter((line) => line.includes('could not finish'))).toHaveLength(1);
  });
});

describe('what happens to the room', () => {
  it('gotcha 6: the end of the anchor’s stream clears the stage, and the end of a guest’s does not (W9)', async () => {
    await on.enter('bob');
    const meeting = await on.meetingId();
    const done = async (user: string) => {
      at.clock.time += 1_000;
      const time = Math.floor(at.clock.time / 1_000);
      const query = new URLSearchParams({
        action: 'publish_done',
        id: `artc0app_${meeting}_${user}_camera`,
        app: 'ingest.localhost',
        appname: 'live',
        time: String(time),
      });
      const signed = createHash('md5').update(`ingest.localhost|${time}|${SECRETS.stream}`).digest('hex');
      const headers = { 'ali-live-timestamp': String(time), 'ali-live-signature': signed };
      return at.request(`/api/v1/live/handlePushStreamEventCallback?${query}`, { headers });
    };
    expect((await done('bob')).status).toBe(200);
    expect(await on.members()).toEqual(['anna', 'bob']);
    expect((await done('anna')).status).toBe(200);
    expect(await on.members()).toEqual([]);
    expect(at.live.removed).toEqual(['bob']);
    expect(newMessages(at).group.map(([type]) => type)).toContain(19_002);
  });

  it('a new start begins with nobody but the anchor', async () => {
    await on.move('pause');
    await on.join('anna');
    await on.enter('bob');
    await on.move('start');
    expect(await on.members()).toEqual(['anna']);
  });

  it('A7: a stage that could not be cleared is cleared all the same, and the timer does the rest', async () => {
    await on.enter('bob');
    at.rows.before = ({ operation, table }) => {
      if (operation === 'put' && table === 'co_streaming') throw failure('PutRow', 'OTSTimeout', true);
    };
    expect((await on.move('stop')).status).toBe(200);
    at.rows.before = () => undefined;
    expect(await on.members()).toEqual([]);
    expect(at.live.removed).toEqual([]);
    await at.tick();
    expect(at.live.removed).toEqual(['bob']);
  });

  it('a deleted room takes its stage along', async () => {
    await on.enter('bob');
    await on.move('delete');
    expect(rows()).toEqual([]);
    expect(at.live.removed).toEqual(['bob']);
  });
});
