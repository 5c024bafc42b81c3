/** Three seconds of H.264 (with B frames, a key every second) and AAC, made with ffmpeg 5.1 from its test sources. */
import { readFileSync } from 'node:fs';
import { FlvReader, type FlvTag } from './flv-reader.ts';

const reader = new FlvReader();
reader.push(readFileSync(new URL('../fixtures/clip.flv', import.meta.url)));

export const CLIP_MS = 3_000;
export const CLIP_SIZE = { width: 160, height: 90 };
/** Metadata and configurations, which come first. */
export const CLIP_HEAD: readonly FlvTag[] = reader.tags.filter(({ type, body }) => type === 18 || body[1] === 0);
/** Pictures and sound. Tags of packet type 2, an end of sequence, are left out. */
export const CLIP_FRAMES: readonly FlvTag[] = reader.frames;

export function isKeyPicture({ type, body }: FlvTag): boolean {
  return type === 9 && body.readUInt8(0) >> 4 === 1 && body[1] === 1;
}

/** The clip several times over, its times going on. */
export function clipTags(times: number): FlvTag[] {
  const rounds = Array.from({ length: times }, (_, round) =>
    CLIP_FRAMES.map((tag) => ({ ...tag, timeMs: tag.timeMs + round * CLIP_MS })),
  );
  return [...CLIP_HEAD, ...rounds.flat()];
}
