import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followLive } from '../../clients/shared/playing/follow.ts';

/** A video that plays in the time of the test, fed with what comes live. */
class LiveVideo extends EventTarget {
  playbackRate = 1;
  paused = false;
  seeking = false;
  currentTime = 0;
  edge = 0;
  readonly buffered = {
    length: 1,
    end: () => this.edge,
  };

  async play(seconds: number): Promise<void> {
    for (let step = 0; step < seconds * 10; step += 1) {
      this.edge += 0.1;
      this.currentTime = Math.min(this.edge, this.currentTime + 0.1 * this.playbackRate);
      await vi.advanceTimersByTimeAsync(100);
    }
  }

  get behind(): number {
    return this.edge - this.currentTime;
  }
}

let video: LiveVideo;
let unfollow: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  video = new LiveVideo();
  unfollow = followLive(video as unknown as HTMLVideoElement);
});
afterEach(() => {
  unfollow();
  vi.useRealTimers();
});

describe('a live picture', () => {
  it('that is somewhat behind catches up by playing faster, and rests there', async () => {
    video.edge = 0.8;
    await video.play(12);
    expect(video.behind).toBeGreaterThan(0.1);
    expect(video.behind).toBeLessThanOrEqual(0.2);
    expect(video.playbackRate).toBe(1);
  });

  it('that is far behind jumps', async () => {
    video.edge = 9;
    await video.play(0.1);
    expect(video.behind).toBeCloseTo(0.15, 5);
  });

  it('stays further behind after each stall, up to 0.9 s', async () => {
    for (let stall = 0; stall < 20; stall += 1) video.dispatchEvent(new Event('waiting'));
    video.edge = 1.8;
    await video.play(30);
    expect(video.behind).toBeGreaterThan(0.8);
    expect(video.behind).toBeLessThanOrEqual(0.95);
  });

  it('comes nearer again while nothing stalls, later after each stall', async () => {
    const secondsToReturn = async (): Promise<number> => {
      video.dispatchEvent(new Event('waiting'));
      video.edge = video.currentTime + 0.3;
      for (let seconds = 1; seconds <= 30; seconds += 1) {
        await video.play(1);
        if (video.behind <= 0.201) return seconds;
      }
      return Number.POSITIVE_INFINITY;
    };
    const times = [await secondsToReturn(), await secondsToReturn(), await secondsToReturn()];
    expect(times[0]).toBeLessThanOrEqual(8);
    expect(times[1]).toBeGreaterThan(times[0] ?? 0);
    expect(times[2]).toBeGreaterThan(times[1] ?? 0);
    expect(times[2]).toBeLessThan(30);
  });

  it('does not take a jump of its own for a stall', async () => {
    video.seeking = true;
    for (let jump = 0; jump < 5; jump += 1) video.dispatchEvent(new Event('waiting'));
    video.edge = 0.8;
    await video.play(12);
    expect(video.behind).toBeLessThanOrEqual(0.2);
  });

  it('is left alone while it is paused, and afterwards', async () => {
    video.paused = true;
    video.edge = 9;
    await video.play(1);
    expect(video.currentTime).toBeLessThan(2);
    video.paused = false;
    video.edge = video.currentTime + 0.6;
    await video.play(0.2);
    expect(video.playbackRate).toBeGreaterThan(1);
    unfollow();
    expect(video.playbackRate).toBe(1);
  });
});
