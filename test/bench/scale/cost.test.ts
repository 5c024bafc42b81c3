import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PROFILE, STAGE_REQUESTS } from '../../../cli/cost/profile.ts';
import { USAGE } from '../../../cli/cost/usage.ts';
import { createRoom, world } from '../../lambdas/app-server/support/world.ts';
import { type Behaviour, INTERVALS, requestsOf, USUAL } from './behaviour.ts';
import type { Costs } from './costs.ts';
import { secondsUnderWay } from './plan.ts';
import { upstream } from './upstream.ts';

const costs = JSON.parse(await readFile(new URL('./costs.json', import.meta.url), 'utf8')) as Costs;
const HOUR = 3_600;

/** An hour of the room that `live-stack cost` has in mind, where as many come as go. */
function usualRoom(coStreaming: number) {
  const behaviour: Behaviour = { ...USUAL, coStreaming };
  const { viewers } = DEFAULT_PROFILE;
  const moving = viewers / behaviour.staySeconds;
  const requests = requestsOf({ viewers, arrivals: moving, departures: moving }, behaviour);
  const perSecond = Object.values(requests).reduce((sum, count) => sum + count, 0);
  const looksOfViewer = 1 + behaviour.staySeconds / INTERVALS.room;
  const calls = upstream(costs, { requests, viewers, roomShares: [1], instances: 1, looksOfViewer });
  return { requests, perSecond, calls, ofViewer: (rate: number) => (rate * HOUR) / viewers };
}

/** A tenth apart at most: the command's figures are round. */
function expectAbout(told: number, measured: number): void {
  expect(told / measured).toBeGreaterThan(0.9);
  expect(told / measured).toBeLessThan(1.1);
}

describe('live-stack cost reckons with what the scale model measures', () => {
  const { requests, perSecond, calls, ofViewer } = usualRoom(0);

  it('requests of a viewer, and those to the stage where there are guests', () => {
    expectAbout(DEFAULT_PROFILE.requests, ofViewer(perSecond));
    expectAbout(STAGE_REQUESTS, ofViewer(usualRoom(1).perSecond - perSecond));
  });

  it('messages: what viewers write, and what the AppServer sends', () => {
    const sent = calls.find(({ call }) => call.name === 'SendLiveMessageGroup')?.perSecond ?? 0;
    expectAbout(DEFAULT_PROFILE.messages, USUAL.commentsPerMinute * 60 + ofViewer(sent));
    expect(DEFAULT_PROFILE.megabits).toBe(USUAL.bitrateMbps);
  });

  it('capacity units and time of a request', () => {
    const sum = (of: 'readUnits' | 'writeUnits') => calls.reduce((total, call) => total + call[of], 0) / perSecond;
    expectAbout(USAGE.readUnits, sum('readUnits'));
    expectAbout(USAGE.writeUnits, sum('writeUnits'));
    expectAbout(USAGE.seconds, secondsUnderWay(requests, costs) / perSecond);
  });

  it('the line of a request in the log', async () => {
    const at = await world();
    const id = await createRoom(at, 'anna', { title: 'Room' });
    const before = at.log.length;
    await at.as('bob', 'get', { id, user_id: 'bob' });
    expectAbout(USAGE.logBytes, at.log.slice(before).join('\n').length);
  });
});
