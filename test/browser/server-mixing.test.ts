import { describe, it } from 'vitest';
import { en } from '../../clients/shared/words/en.ts';
import { liveRoom, STREAMER } from './support/live-room.ts';
import { logIn, press, seesFresh } from './support/people.ts';
import { watching } from './support/rooms.ts';
import { seesColour } from './support/senses.ts';
import { useStage } from './support/stage.ts';

const stage = useStage((config) => {
  (config.stages.local as Record<string, unknown>).mixing = 'server';
});
const GUEST = { hue: 240, hertz: 880 };

describe('a stage with "mixing": "server"', () => {
  it('lays people out by relay tasks: viewers see both, and the streamer alone when the guest was removed', async () => {
    const { id, streamer, viewer } = await liveRoom(stage, 'alice', 1);
    const carl = await stage.open('carl', watching(id), { look: GUEST });
    await logIn(carl, 'carl');
    await press(carl, 'stage.ask');
    await press(streamer, 'stage.approve');
    await press(carl, 'stage.enter');
    // One above the other, as the AppServer lays two people out.
    await seesColour(viewer, GUEST.hue);
    await seesColour(viewer, STREAMER.hue, { x: 0.1, y: 0.2 });
    await streamer.getByRole('button', { name: en['stage.about'].replace('{name}', 'carl') }).click();
    await press(streamer, 'stage.remove');
    await seesFresh(viewer, STREAMER.hue);
  });
});
