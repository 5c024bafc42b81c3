import { describe, expect, it } from 'vitest';
import { clock } from '../../clients/shared/room/clock.ts';
import { stateOf } from '../../clients/shared/room/state.ts';
import { split } from '../../clients/streamer/rtmp-address.ts';

describe('how long a channel has been live', () => {
  it.each([
    [-5_000, '0:00'],
    [0, '0:00'],
    [59_999, '0:59'],
    [60_000, '1:00'],
    [3_599_000, '59:59'],
    [3_600_000, '1:00:00'],
    [36_061_000, '10:01:01'],
  ])('%i ms are %s', (ms, text) => {
    expect(clock(ms)).toBe(text);
  });
});

describe('the state of a channel', () => {
  const started_at = '2026-11-30T08:00:00Z';

  it.each([
    [{ status: 0 }, 'preparing'],
    [{ status: 1, started_at }, 'live'],
    [{ status: 0, started_at }, 'paused'],
    [{ status: 2, started_at }, 'ended'],
  ] as const)('%j is %s', (room, word) => {
    expect(stateOf(room)).toBe(word);
  });
});

describe('the address for OBS', () => {
  it('is a server and a key that carries the signature', () => {
    expect(split('rtmp://ingest.example.com/live/abc?auth_key=1-0-0-f')).toEqual({
      server: 'rtmp://ingest.example.com/live',
      key: 'abc?auth_key=1-0-0-f',
    });
  });
});
