import { describe, expect, it } from 'vitest';
import { en } from '../../clients/shared/words/en.ts';
import { LEFT_HALF, RIGHT_HALF, readClock } from './support/clock-strip.ts';
import { button, createChannel, endChannel, goLive, isNear, logIn, seesFresh, WATCHED } from './support/people.ts';
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

    await button(carl, 'stage.ask').click();
    await button(alice, 'stage.approve').click();
    await button(carl, 'stage.enter').click();
    // Bob, who only watches, sees both halves, and each is fresh.
    await seesFresh(bob, ALICE.hue, LEFT_HALF);
    await seesFresh(bob, CARL.hue, RIGHT_HALF);
    // Carl sees Alice alone, not the mix.
    await seesFresh(carl, ALICE.hue, undefined, '.tiles video');
    await button(carl, 'stage.leave').click();
    await seesFresh(bob, ALICE.hue);
    await seesFresh(carl, ALICE.hue);

    await endChannel(alice);
    const replay = await until(
      'a replay that plays',
      () => readClock(bob, WATCHED),
      (value) => value !== undefined && isNear(value.hue, ALICE.hue),
    );
    expect(replay?.ageMs).toBeGreaterThan(0);
  });
});
