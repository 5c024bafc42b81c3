import { describe, expect, it, vi } from 'vitest';
import type { PublishingProblem } from '../../clients/shared/publishing/publishing.ts';
import { publishWhip } from '../../clients/shared/publishing/whip.ts';
import { settled, useFakePage } from './support/page.ts';
import { FakePeer, stubWebRtc, track } from './support/peer.ts';

const page = useFakePage();
const URL_TO = 'http://127.0.0.1:7302/whip/live/room?auth_key=k';
const SLOTS = [
  { kind: 'video', track: track('video', 'camera') },
  { kind: 'audio', track: track('audio', 'voice') },
  { kind: 'video', track: null },
] as const;

async function published(answers: (number | 'silence')[] = []) {
  const { asked } = stubWebRtc(answers);
  const publication = await publishWhip(URL_TO, SLOTS);
  const states: (readonly [string, PublishingProblem | undefined])[] = [];
  publication.onState((state, problem) => states.push([state, problem]));
  return { publication, asked, states };
}

const posts = (asked: readonly { method: string }[]) => asked.filter(({ method }) => method === 'POST').length;

describe('sending by WHIP', () => {
  it('offers each slot in order, also those that have nothing to send yet', async () => {
    const { publication, asked } = await published();
    expect(publication.state).toBe('live');
    expect(FakePeer.all[0]?.offered).toEqual([
      { kind: 'video', direction: 'sendonly' },
      { kind: 'audio', direction: 'sendonly' },
      { kind: 'video', direction: 'sendonly' },
    ]);
    expect(asked).toEqual([{ url: URL_TO, method: 'POST' }]);
  });

  it.each<[number | 'silence', PublishingProblem]>([
    [403, 'expired'],
    [409, 'occupied'],
    [400, 'refused'],
    [503, 'unreachable'],
    ['silence', 'unreachable'],
  ])('an answer %s to the first offer is the problem "%s"', async (answer, problem) => {
    stubWebRtc([answer]);
    await expect(publishWhip(URL_TO, SLOTS)).rejects.toMatchObject({ name: 'PublishingError', problem });
    expect(FakePeer.all[0]?.isClosed).toBe(true);
  });

  it('another track takes a slot over without a new offer', async () => {
    const { publication, asked } = await published();
    const screen = track('video', 'screen');
    await publication.send(0, screen);
    expect(FakePeer.all[0]?.senders.map((sender) => sender.track?.id)).toEqual(['screen', 'voice', undefined]);
    expect(posts(asked)).toBe(1);
  });

  it('stopping tells the server, and so does closing the page', async () => {
    const { publication, asked, states } = await published();
    publication.stop();
    expect(asked.at(-1)).toEqual({ url: 'http://127.0.0.1:7302/session/1', method: 'DELETE' });
    expect(states).toEqual([['ended', undefined]]);
    const second = await published();
    page.tell('pagehide');
    expect(second.asked.at(-1)?.method).toBe('DELETE');
  });
});

describe('a connection that breaks off', () => {
  it.each<RTCPeerConnectionState>(['failed', 'closed'])(
    '%s: is made again with what is sent by then',
    async (state) => {
      const { publication, asked, states } = await published();
      const sessions: (string | undefined)[] = [];
      publication.onSession((session) => sessions.push(session));
      await publication.send(0, track('video', 'screen'));
      FakePeer.all[0]?.become(state);
      await settled();
      expect(states.map(([each]) => each)).toEqual(['reconnecting', 'live']);
      expect(FakePeer.all[1]?.senders.map((sender) => sender.track?.id)).toEqual(['screen', 'voice', undefined]);
      expect(asked.map(({ method }) => method)).toEqual(['POST', 'DELETE', 'POST']);
      expect(sessions).toEqual(['http://127.0.0.1:7302/session/1', 'http://127.0.0.1:7302/session/3']);
    },
  );

  it('an interruption of less than two seconds is none', async () => {
    const { states } = await published();
    FakePeer.all[0]?.become('disconnected');
    await vi.advanceTimersByTimeAsync(1_900);
    FakePeer.all[0]?.become('connected');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states).toEqual([]);
    FakePeer.all[0]?.become('disconnected');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(states.map(([each]) => each)).toEqual(['reconnecting', 'live']);
  });

  it('is tried for as long as nobody answers, and at once when the network is back', async () => {
    const { asked, states } = await published([201, ...Array<'silence'>(20).fill('silence')]);
    FakePeer.all[0]?.become('failed');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(states.at(-1)).toEqual(['reconnecting', 'unreachable']);
    const before = posts(asked);
    expect(before).toBeGreaterThan(8);
    page.tell('online');
    await settled();
    expect(posts(asked)).toBe(before + 1);
  });

  it('is given up when the address is no longer good', async () => {
    const { asked, states } = await published([201, 403]);
    FakePeer.all[0]?.become('failed');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states.at(-1)).toEqual(['failed', 'expired']);
    expect(posts(asked)).toBe(2);
  });

  it('waits for what it left behind on the server, and gives up when the stream stays taken', async () => {
    const { states } = await published([201, 409, 409, 201]);
    FakePeer.all[0]?.become('failed');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(states.at(-1)).toEqual(['live', undefined]);
    const taken = await published([201, ...Array<number>(20).fill(409)]);
    FakePeer.all[0]?.become('failed');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(taken.states.at(-1)).toEqual(['failed', 'occupied']);
  });

  it('is not made again after stopping', async () => {
    const { publication, asked } = await published([201, 'silence', 'silence']);
    FakePeer.all[0]?.become('failed');
    await settled();
    publication.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(posts(asked)).toBe(2);
    expect(publication.state).toBe('ended');
  });
});
