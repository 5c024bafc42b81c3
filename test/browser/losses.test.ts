import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../clients/shared/words/en.ts';
import { Network } from './support/network.ts';
import { goLive, logIn, press, seesFresh } from './support/people.ts';
import { newRoom, studioOf, watching } from './support/rooms.ts';
import { useStage } from './support/stage.ts';
import { until } from './support/until.ts';

const stage = useStage();
const ALICE = { hue: 0, hertz: 440 };
const ELSEWHERE = { hue: 240, hertz: 880 };

let network: Network;
beforeEach(async () => {
  network = await Network.open();
});
afterEach(() => network.close());

async function liveRoom(anchor: string, mode: 0 | 1, through: { streamer?: Network; viewer?: Network } = {}) {
  const { id } = await newRoom(stage, anchor, mode);
  const behind = (used: Network | undefined) => (used ? { network: used } : {});
  const streamer = await stage.open(anchor, studioOf(id), { look: ALICE, ...behind(through.streamer) });
  await logIn(streamer, anchor);
  await goLive(streamer);
  const viewer = await stage.open('viewer', watching(id), behind(through.viewer));
  await logIn(viewer, 'bob');
  await seesFresh(viewer, ALICE.hue);
  return { id, streamer, viewer };
}

describe('what goes wrong on the way', () => {
  it('a viewer whose network is lost is told, and gets picture and comments back by itself', async () => {
    const { viewer, streamer } = await liveRoom('alice', 0, { viewer: network });
    network.cut();
    await streamer.getByLabel(en['chat.write']).fill('Said while Bob was away');
    await streamer.keyboard.press('Enter');
    await streamer.getByText('Said while Bob was away').waitFor();
    await viewer.getByText(en['room.reconnecting']).first().waitFor();
    await viewer.locator('.watch .screen[data-state=reconnecting]').waitFor();
    network.mend();
    await viewer.getByText('Said while Bob was away').waitFor();
    await seesFresh(viewer, ALICE.hue);
  });

  it('a streamer whose network is lost sends again by itself, and viewers see it', async () => {
    const { viewer, streamer } = await liveRoom('anton', 1, { streamer: network });
    network.cut();
    await streamer.locator('[data-sending=reconnecting]').waitFor();
    network.mend();
    await streamer.locator('[data-sending=live]').waitFor();
    await seesFresh(viewer, ALICE.hue);
  });

  it('a streamer whose tab was closed is waited for, and seen again', async () => {
    const { id, streamer, viewer } = await liveRoom('anna', 0);
    await streamer.close();
    await until(
      'the viewer is told',
      () => viewer.locator('.watch .screen').innerText(),
      (text) => [en['play.not-found'], en['picture.paused']].some((words) => text.includes(words)),
    );
    const again = await stage.open('again', studioOf(id), { look: ELSEWHERE });
    await logIn(again, 'anna');
    await press(again, 'studio.resume');
    await seesFresh(viewer, ELSEWHERE.hue);
  });

  it('a second device of the streamer takes over, and the first one says so and stops', async () => {
    const { id, streamer, viewer } = await liveRoom('ada', 1);
    const second = await stage.open('second', studioOf(id), { look: ELSEWHERE });
    await logIn(second, 'ada');
    await streamer.getByText(en['closed.other-device']).waitFor();
    await press(second, 'studio.resume');
    await seesFresh(viewer, ELSEWHERE.hue);
    expect(await streamer.locator('[data-sending=live]').count()).toBe(0);
  });
});
