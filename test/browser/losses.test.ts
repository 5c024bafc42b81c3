import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../clients/shared/words/en.ts';
import { liveRoom, STREAMER } from './support/live-room.ts';
import { Network } from './support/network.ts';
import { logIn, press, seesFresh } from './support/people.ts';
import { studioOf } from './support/rooms.ts';
import { useStage } from './support/stage.ts';
import { until } from './support/until.ts';

const stage = useStage();
const ELSEWHERE = { hue: 240, hertz: 880 };

let network: Network;
beforeEach(async () => {
  network = await Network.open();
});
afterEach(() => network.close());

describe('what goes wrong on the way', () => {
  it('a viewer whose network is lost is told, and gets picture and comments back by itself', async () => {
    const { viewer, streamer } = await liveRoom(stage, 'alice', 0, { viewer: network });
    network.cut();
    await streamer.getByLabel(en['chat.write']).fill('Said while Bob was away');
    await streamer.keyboard.press('Enter');
    await streamer.getByText('Said while Bob was away').waitFor();
    await viewer.getByText(en['room.reconnecting']).first().waitFor();
    await viewer.locator('.watch .screen[data-state=reconnecting]').waitFor();
    network.mend();
    await viewer.getByText('Said while Bob was away').waitFor();
    await seesFresh(viewer, STREAMER.hue);
  });

  it('a streamer whose network is lost sends again by itself, and viewers see it', async () => {
    const { viewer, streamer } = await liveRoom(stage, 'anton', 1, { streamer: network });
    network.cut();
    await streamer.locator('[data-sending=reconnecting]').waitFor();
    network.mend();
    await streamer.locator('[data-sending=live]').waitFor();
    await seesFresh(viewer, STREAMER.hue);
  });

  it('a streamer whose tab was closed is waited for, and seen again', async () => {
    const { id, streamer, viewer } = await liveRoom(stage, 'anna', 0);
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
    const { id, streamer, viewer } = await liveRoom(stage, 'ada', 1);
    const second = await stage.open('second', studioOf(id), { look: ELSEWHERE });
    await logIn(second, 'ada');
    await streamer.getByText(en['closed.other-device']).waitFor();
    await press(second, 'studio.resume');
    await seesFresh(viewer, ELSEWHERE.hue);
    expect(await streamer.locator('[data-sending=live]').count()).toBe(0);
  });
});
