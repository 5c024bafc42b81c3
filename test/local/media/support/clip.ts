/** Three seconds of H.264 (with B frames, a key every second) and AAC, made with ffmpeg 5.1 from its test sources. */
import { readFileSync } from 'node:fs';
import { ClipTags } from './clip-tags.ts';
import type { FlvTag } from './flv-reader.ts';

export const CLIP_MS = 3_000;
export const CLIP_SIZE = { width: 160, height: 90 };
const clip = new ClipTags(readFileSync(new URL('../fixtures/clip.flv', import.meta.url)), CLIP_MS);
export const CLIP_HEAD = clip.head;
export const CLIP_FRAMES = clip.frames;

export function isKeyPicture({ type, body }: FlvTag): boolean {
  return type === 9 && body.readUInt8(0) >> 4 === 1 && body[1] === 1;
}

/** The clip several times over. */
export function clipTags(times: number): FlvTag[] {
  return clip.repeated(times);
}
