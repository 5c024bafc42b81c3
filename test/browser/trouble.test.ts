import { describe, expect, it } from 'vitest';
import { en, type WordKey } from '../../clients/shared/words/en.ts';
import { openChrome } from './support/chrome.ts';
import { liveRoom, STREAMER } from './support/live-room.ts';
import { button, logIn, seesFresh } from './support/people.ts';
import { newRoom, studioOf, watching } from './support/rooms.ts';
import { useStage } from './support/stage.ts';

const stage = useStage();

describe('what is wrong is said in words', () => {
  it.each<[string, string, WordKey]>([
    ['a person refuses the camera', '--use-fake-ui-for-media-stream=deny', 'source.no-permission'],
    ['there is no camera', '--use-fake-device-for-media-stream=device-count=0', 'source.no-device'],
  ])('in the studio when %s, and nobody goes live so', async (_when, flag, words) => {
    const { id } = await newRoom(stage, 'alice', 0);
    const browser = await openChrome([flag]);
    try {
      const page = await browser.newPage({ locale: 'en-GB' });
      await page.goto(`${stage.pages}${studioOf(id)}`);
      await logIn(page, 'alice');
      await page.getByText(en[words]).waitFor();
      await page.getByText(en['studio.no-source']).waitFor();
      expect(await button(page, 'studio.start').isDisabled()).toBe(true);
    } finally {
      await browser.close();
    }
  });

  it('to a viewer whose link has expired, and a new one is fetched', async () => {
    const { id } = await liveRoom(stage, 'anna', 0);
    const viewer = await stage.open('late', watching(id));
    const said = viewer.getByText(en['play.expired']).waitFor();
    // Signed for a time that is over, as after a night: the media server looks at the time first.
    await viewer.route(
      '**/whep/**',
      (route) =>
        route.continue({
          url: route
            .request()
            .url()
            .replace(/auth_key=\d+/, 'auth_key=1000000000'),
        }),
      { times: 1 },
    );
    await logIn(viewer, 'carl');
    await said;
    await seesFresh(viewer, STREAMER.hue);
  });

  it('to whoever follows a link to a channel that is not there', async () => {
    const lost = await stage.open('lost', watching('nothing1'));
    await logIn(lost, 'carl');
    await lost
      .getByRole('alert')
      .getByRole('heading', { name: /does not exist/ })
      .waitFor();
    await lost.getByRole('link', { name: en['room.back'] }).click();
    await lost.getByRole('heading', { name: en['list.title'] }).waitFor({ state: 'attached' });
  });
});
