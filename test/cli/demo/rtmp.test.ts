import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openClip } from '../../../cli/demo/clip.ts';
import { publishRtmp } from '../../../cli/demo/rtmp.ts';
import { listen } from '../../../local/listen.ts';
import { INGEST_KEY, mediaStage } from '../../local/media/support/media-stage.ts';

const BEGIN = 1_700_000_000_000;

describe('the RTMP publisher of the demo', () => {
  it('is let in with the address that the AppServer signs, and viewers get every frame as it was sent', async () => {
    const stage = await mediaStage();
    const publisher = await publishRtmp(`${stage.media.rtmpOrigin}${stage.sign('/live/s1', INGEST_KEY)}`);
    const clip = openClip();
    for (const { type, body } of clip.heads) publisher.send(type, 0, body);
    const frames = clip.due(BEGIN - 1, BEGIN + 1_000);
    const send = (): void => {
      for (const { type, atMs, body } of frames) publisher.send(type, atMs - BEGIN, body);
    };
    send();
    const viewer = await stage.watch();
    await viewer.until((flv) => flv.frames.length >= frames.length);
    expect(viewer.flv.frames.slice(0, frames.length).map(({ type, body }) => [type, body])).toEqual(
      frames.map(({ type, body }) => [type, body]),
    );
    publisher.close();
    await Promise.all([publisher.ended, viewer.over()]);
  });

  it('tells the refusal of the server by its code', async () => {
    const stage = await mediaStage();
    const wrong = stage.sign('/live/s1', 'another-key');
    await expect(publishRtmp(`${stage.media.rtmpOrigin}${wrong}`)).rejects.toThrow(/NetStream\.Publish\.\w+|ended/);
  });

  it('says that the connection ended when a server hangs up in the middle', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.destroy()));
    onTestFinished(() => void server.close());
    const port = await listen(server, { host: '127.0.0.1', port: 0, exact: true });
    await expect(publishRtmp(`rtmp://127.0.0.1:${port}/live/s1`)).rejects.toThrow('ended the connection');
  });
});
