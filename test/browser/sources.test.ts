import { describe, expect, it } from 'vitest';
import { en } from '../../clients/shared/words/en.ts';
import { liveRoom, STREAMER } from './support/live-room.ts';
import { press, seesFresh, WATCHED } from './support/people.ts';
import { hears, seesBlack, seesColour } from './support/senses.ts';
import { useStage } from './support/stage.ts';
import { until } from './support/until.ts';
import { makeVideoFile } from './support/video-file.ts';

const stage = useStage();
/** Of the screen that Chromium makes up for tests. */
const SCREEN_HUE = 120;
const FILE = { colour: 'blue', hue: 240, hertz: 1_000 };

describe('what a streamer shows', () => {
  it('goes from camera to screen to a video file with its sound and back, and no viewer is interrupted', async () => {
    const file = await makeVideoFile(stage.stack.directory, FILE);
    const { streamer, viewer } = await liveRoom(stage, 'alice', 0);
    const interruptions = await viewer.evaluateHandle(() => {
      const seen: string[] = [];
      const screen = document.querySelector('.watch .screen');
      if (!screen) throw new Error('nothing is watched');
      const look = (): void => void seen.push(screen.getAttribute('data-state') ?? '');
      new MutationObserver(look).observe(screen, { attributeFilter: ['data-state'] });
      return seen;
    });
    await hears(viewer, STREAMER.hertz);
    await press(streamer, 'source.screen');
    await seesColour(viewer, SCREEN_HUE);
    await streamer.locator('input[type=file]').setInputFiles(file);
    await seesColour(viewer, FILE.hue);
    await hears(viewer, FILE.hertz);
    // The microphone goes on beside the file.
    await hears(viewer, STREAMER.hertz);
    await press(streamer, 'source.camera');
    await seesFresh(viewer, STREAMER.hue);
    const states = await interruptions.jsonValue();
    expect(states.filter((state) => !['playing', 'stalled'].includes(state))).toEqual([]);
  });

  it('is retouched before it leaves the machine, and can be portrait', async () => {
    const { streamer, viewer } = await liveRoom(stage, 'anna', 0);
    const { light } = await seesColour(viewer, STREAMER.hue);
    await press(streamer, 'retouch.title');
    await streamer.getByLabel(en['retouch.on']).check();
    await streamer.getByLabel(en['retouch.strength']).fill('1');
    await streamer.getByLabel(en['retouch.brightness']).fill('1');
    await until(
      'a lighter picture',
      () => seesColour(viewer, STREAMER.hue),
      (seen) => seen.light > light + 0.05,
    );
    await seesFresh(viewer, STREAMER.hue);
    await press(streamer, 'source.portrait');
    await viewer.locator('.screen[data-shape=portrait]').waitFor();
    await seesColour(viewer, STREAMER.hue);
    const shape = await viewer
      .locator(WATCHED)
      .evaluate((video: HTMLVideoElement) => [video.videoWidth, video.videoHeight]);
    expect(shape).toEqual([360, 640]);
  });

  it('is black while the picture is off, nothing during a pause, and back after both', async () => {
    const { streamer, viewer } = await liveRoom(stage, 'ada', 1);
    await press(streamer, 'source.picture');
    await seesBlack(viewer);
    await press(streamer, 'source.picture');
    await seesFresh(viewer, STREAMER.hue);
    await press(streamer, 'studio.pause');
    await viewer.getByText(en['picture.paused']).waitFor();
    await press(streamer, 'studio.resume');
    await seesFresh(viewer, STREAMER.hue);
  });
});
