import { describe, expect, it } from 'vitest';
import { en } from '../../clients/shared/words/en.ts';
import { pushByFfmpeg } from './support/ffmpeg.ts';
import { logIn, seesFresh } from './support/people.ts';
import { call, newRoom, protocolOf, watching } from './support/rooms.ts';
import { useStage } from './support/stage.ts';

const stage = useStage();
const GREY = 0;

describe('an encoder that pushes by RTMP', () => {
  it('is watched by FLV, since its sound is none for WebRTC, and its end is told', async () => {
    const { id, rtmp } = await newRoom(stage, 'olga', 0);
    const encoder = pushByFfmpeg(rtmp);
    await call(stage, 'olga', '/api/v1/live/start', { id, user_id: 'olga' });
    const viewer = await stage.open('viewer', watching(id));
    await logIn(viewer, 'bob');
    await seesFresh(viewer, GREY);
    expect(await protocolOf(viewer)).toBe('flv');
    await encoder.stop();
    await viewer.getByText(en['play.not-found']).or(viewer.getByText(en['picture.paused'])).waitFor();
  });

  it('is refused with a URL that was tampered with', async () => {
    const { rtmp } = await newRoom(stage, 'oskar', 0);
    const encoder = pushByFfmpeg(rtmp.replace(/.$/, (last) => (last === '0' ? '1' : '0')));
    expect(await encoder.ended).not.toBe('');
  });
});
