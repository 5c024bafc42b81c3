import { describe, it } from 'vitest';
import { en } from '../../clients/shared/words/en.ts';
import { liveRoom, STREAMER } from './support/live-room.ts';
import { withoutWhep } from './support/open-page.ts';
import { logIn, press, seesFresh } from './support/people.ts';
import { watching } from './support/rooms.ts';
import { seesColour, seesSize } from './support/senses.ts';
import { useStage } from './support/stage.ts';

const stage = useStage((config) => {
  (config.stages.local as Record<string, unknown>).mixing = 'server';
});
const GUEST = { hue: 240, hertz: 880 };

describe('a stage with "mixing": "server"', () => {
  it('lays people out by relay tasks: viewers see both, and the streamer alone when the guest was removed', async () => {
    const { id, streamer, viewer } = await liveRoom(stage, 'alice', 1);
    const byFlv = await stage.open('dora', watching(id));
    await withoutWhep(byFlv);
    await logIn(byFlv, 'dora');
    await seesFresh(byFlv, STREAMER.hue);
    const carl = await stage.open('carl', watching(id), { look: GUEST });
    await logIn(carl, 'carl');
    await press(carl, 'stage.ask');
    await press(streamer, 'stage.approve');
    await press(carl, 'stage.enter');
    // One above the other in an upright picture, as the AppServer lays two people out.
    for (const watcher of [viewer, byFlv]) {
      await seesColour(watcher, GUEST.hue);
      await seesColour(watcher, STREAMER.hue, { x: 0.1, y: 0.2 });
      await seesSize(watcher, '720x1280');
    }
    await streamer.getByRole('button', { name: en['stage.about'].replace('{name}', 'carl') }).click();
    await press(streamer, 'stage.remove');
    for (const watcher of [viewer, byFlv]) {
      await seesFresh(watcher, STREAMER.hue);
      await seesSize(watcher, '640x360');
    }
  });
});
