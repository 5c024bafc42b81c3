import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { en } from '../../clients/shared/words/en.ts';
import { LEFT_HALF, RIGHT_HALF, readClock } from './support/clock-strip.ts';
import { createChannel, endChannel, goLive, isNear, logIn, press, seesFresh, WATCHED } from './support/people.ts';
import { useStage } from './support/stage.ts';
import { until } from './support/until.ts';

const stage = useStage();
const ALICE = { hue: 0, hertz: 440 };
const CARL = { hue: 240, hertz: 880 };

describe('the three phases in a browser', () => {
  it('a channel is created, goes live, is watched and talked in, two share the stage, and it can be watched again', async () => {
    const alice = await stage.open('alice', '/streamer/', { look: ALICE });
    await logIn(alice, 'alice');
    const id = await createChannel(alice, 'Morning show');

    const bob = await stage.open('bob', '/viewer/', { size: { width: 390, height: 844 } });
    await logIn(bob, 'bob');
    await bob.getByText('Morning show').first().click();
    await goLive(alice);
    await seesFresh(bob, ALICE.hue);

    const carl = await stage.open('carl', `/viewer/#/${id}`, { look: CARL });
    await logIn(carl, 'carl');
    await seesFresh(carl, ALICE.hue);
    await carl.getByLabel(en['chat.write']).fill('Hello from Carl');
    await carl.keyboard.press('Enter');
    await Promise.all([alice, bob].map((page) => page.getByText('Hello from Carl').waitFor()));

    await press(carl, 'stage.ask');
    await press(alice, 'stage.approve');
    await press(carl, 'stage.enter');
    // Bob, who only watches, sees both halves, and each is fresh.
    await seesFresh(bob, ALICE.hue, LEFT_HALF);
    await seesFresh(bob, CARL.hue, RIGHT_HALF);
    // Carl sees Alice alone, not the mix.
    await seesFresh(carl, ALICE.hue, undefined, '.tiles video');
    await press(carl, 'stage.leave');
    await seesFresh(bob, ALICE.hue);
    await seesFresh(carl, ALICE.hue);

    await endChannel(alice);
    const first = await until(
      'the replay',
      () => readClock(bob, WATCHED),
      (reading) => reading !== undefined,
    );
    expect(isNear(first?.hue ?? -1, ALICE.hue)).toBe(true);
    // To where both were there: the recording is of what viewers saw.
    const both = await until(
      'both halves in the replay',
      async () => {
        await seek(bob, 'forward');
        return [await readClock(bob, WATCHED, LEFT_HALF), await readClock(bob, WATCHED, RIGHT_HALF)];
      },
      // A colour as well: by chance alone one in sixteen wrong readings has the right checksum.
      ([left, right]) => isNear(left?.hue ?? -1, ALICE.hue) && isNear(right?.hue ?? -1, CARL.hue),
    );
    await seek(bob, 'start');
    const again = await until(
      'the beginning again',
      () => readClock(bob, WATCHED),
      (reading) => reading !== undefined,
    );
    expect(again?.ageMs).toBeGreaterThan(both[0]?.ageMs ?? Number.POSITIVE_INFINITY);
  });
});

/** Moves a recording as its slider does; resolves when the frame is there. */
async function seek(page: Page, where: 'start' | 'forward'): Promise<void> {
  await page.locator(WATCHED).evaluate(async (video: HTMLVideoElement, to) => {
    const sought = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
    video.currentTime = to === 'start' ? 0 : (video.currentTime + 0.5) % video.duration;
    await sought;
  }, where);
}
