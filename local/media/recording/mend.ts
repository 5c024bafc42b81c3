/** Makes a recording whole that a crash has left: cuts off what is torn, and writes the index (ISO 14496-12). */

import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { TRACK_ID } from '../mp4/init-segment.ts';
import { INDEX_ROOM_BYTES, type IndexedPart, indexRoom } from '../mp4/segment-index.ts';
import type { FinishedFile } from './recording-file.ts';

/** `moof` boxes and the head are far smaller. */
const MOST_HEAD_BYTES = 16 * 1024 * 1024;

interface Box {
  readonly type: string;
  readonly start: number;
  readonly bytes: number;
}

/** Undefined when the file holds nothing that could be played. */
export async function mend(path: string): Promise<FinishedFile | undefined> {
  const handle = await open(path, 'r+');
  try {
    const { size } = await handle.stat();
    const boxes = await boxesOf(handle, size);
    const moov = boxes.find(({ type }) => type === 'moov');
    const room = boxes.find(
      ({ type, start }) => ['free', 'sidx'].includes(type) && start === (moov ? endOf(moov) : -1),
    );
    if (!moov || !room) return undefined;
    const tracks = readTracks(await read(handle, moov));
    const headBytes = room.start + INDEX_ROOM_BYTES;
    const kind = tracks.has(TRACK_ID.video) ? 'video' : 'audio';
    const timescale = tracks.get(TRACK_ID[kind])?.timescale || 1;
    const parts = await partsOf(handle, boxes, TRACK_ID[kind], timescale);
    if (parts.length === 0) return undefined;
    const sizeBytes = parts.reduce((sum, { bytes }) => sum + bytes, headBytes);
    const index = indexRoom(parts, { kind, timescale });
    await handle.write(index, 0, index.length, room.start);
    await handle.truncate(sizeBytes);
    const durationMs = Math.round(parts.reduce((sum, part) => sum + part.durationMs, 0));
    const { width = 0, height = 0 } = tracks.get(TRACK_ID.video) ?? {};
    return { sizeBytes, durationMs, headBytes, parts, width, height };
  } finally {
    await handle.close();
  }
}

function endOf({ start, bytes }: Box): number {
  return start + bytes;
}

/** The boxes of the file that are whole. */
async function boxesOf(handle: FileHandle, size: number): Promise<Box[]> {
  const boxes: Box[] = [];
  const head = Buffer.alloc(8);
  for (let start = 0; start + 8 <= size; ) {
    await handle.read(head, 0, 8, start);
    const bytes = head.readUInt32BE(0);
    if (bytes < 8 || start + bytes > size) break;
    boxes.push({ type: head.toString('latin1', 4, 8), start, bytes });
    start += bytes;
  }
  return boxes;
}

async function read(handle: FileHandle, { start, bytes }: Box): Promise<Buffer> {
  if (bytes > MOST_HEAD_BYTES) return Buffer.alloc(0);
  const content = Buffer.alloc(bytes);
  await handle.read(content, 0, bytes, start);
  return content;
}

interface TrackInfo {
  readonly timescale: number;
  readonly width: number;
  readonly height: number;
}

/** By track id; the boxes are those that `initSegment` writes, in version 0. */
function readTracks(moov: Buffer): Map<number, TrackInfo> {
  const tracks = new Map<number, TrackInfo>();
  for (const trak of children(moov, 'trak')) {
    const [tkhd] = children(trak, 'tkhd');
    const [mdhd] = children(trak, 'mdia').flatMap((mdia) => children(mdia, 'mdhd'));
    if (!tkhd || !mdhd || tkhd.length < 92 || mdhd.length < 24) continue;
    const [width, height] = [tkhd.readUInt16BE(84), tkhd.readUInt16BE(88)];
    tracks.set(tkhd.readUInt32BE(20), { timescale: mdhd.readUInt32BE(20), width, height });
  }
  return tracks;
}

async function partsOf(
  handle: FileHandle,
  boxes: readonly Box[],
  trackId: number,
  timescale: number,
): Promise<IndexedPart[]> {
  const parts: IndexedPart[] = [];
  for (const [index, moof] of boxes.entries()) {
    const mdat = boxes[index + 1];
    if (moof.type !== 'moof' || mdat?.type !== 'mdat') continue;
    const units = durationOf(await read(handle, moof), trackId);
    const durationMs = (units * 1_000) / timescale;
    parts.push({ bytes: moof.bytes + mdat.bytes, durationMs });
  }
  return parts;
}

/** Sum of the durations of a track's samples, in units of its clock. */
function durationOf(moof: Buffer, trackId: number): number {
  let units = 0;
  for (const traf of children(moof, 'traf')) {
    const [tfhd] = children(traf, 'tfhd');
    if (!tfhd || tfhd.length < 16 || tfhd.readUInt32BE(12) !== trackId) continue;
    for (const trun of children(traf, 'trun')) {
      for (let at = 20; at + 16 <= trun.length; at += 16) units += trun.readUInt32BE(at);
    }
  }
  return units;
}

/** The boxes of one type directly in another one, heads included. */
function children(parent: Buffer, type: string): Buffer[] {
  const found: Buffer[] = [];
  for (let start = 8; start + 8 <= parent.length; ) {
    const bytes = parent.readUInt32BE(start);
    if (bytes < 8 || start + bytes > parent.length) break;
    if (parent.toString('latin1', start + 4, start + 8) === type) found.push(parent.subarray(start, start + bytes));
    start += bytes;
  }
  return found;
}
