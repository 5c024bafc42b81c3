import { describe, expect, it } from 'vitest';
import { pass } from '../callbacks/moving-time.ts';
import { INGEST, setStreamCallback } from '../live/stage.ts';
import { CLIP_SIZE, clipTags } from './support/clip.ts';
import { type MediaStage, mediaStage } from './support/media-stage.ts';

const told = ({ callbacks }: MediaStage): string[][] =>
  callbacks.sent
    .filter(({ name }) => name === 'StreamStatusCallback')
    .map(({ url }) => {
      const { searchParams } = new URL(url);
      return ['action', 'id', 'app', 'appname', 'width', 'height'].map((key) => searchParams.get(key) ?? '');
    });

async function publishing() {
  const held = await mediaStage();
  await setStreamCallback(held);
  const publisher = await held.publisher();
  publisher.tags(clipTags(1));
  const viewer = await held.watch();
  await viewer.until(({ frames }) => frames.length > 0);
  await pass(held.clock, 2_000);
  return { held, publisher, viewer };
}

const size = [String(CLIP_SIZE.width), String(CLIP_SIZE.height)];

describe('callbacks of a real push', () => {
  it('tell its beginning, with the size of the picture, and its end', async () => {
    const { held, publisher } = await publishing();
    expect(told(held)).toEqual([['publish', 's1', INGEST, 'live', ...size]]);
    await publisher.stop();
    expect(told(held)).toHaveLength(2);
    expect(told(held)[1]?.slice(0, 4)).toEqual(['publish_done', 's1', INGEST, 'live']);
  });

  it('tell the end of a publisher that was killed', async () => {
    const { held, publisher, viewer } = await publishing();
    publisher.kill();
    await viewer.over();
    expect(told(held).map(([action]) => action)).toEqual(['publish', 'publish_done']);
  });

  it('tell the end of a publisher that has vanished without a word, after ten seconds', async () => {
    const { held } = await publishing();
    await pass(held.clock, 7_000);
    expect(told(held)).toHaveLength(1);
    await pass(held.clock, 1_000);
    expect(told(held).map(([action]) => action)).toEqual(['publish', 'publish_done']);
  });
});
