import { describe, expect, it } from 'vitest';
import { Feed } from '../../../../local/media/feed/feed.ts';
import type { Frame, Tracks } from '../../../../local/media/feed/frame.ts';
import { parseAudioBody, parseVideoBody, UnsupportedCodecError } from '../../../../local/media/flv/tag.ts';
import { parseAvcRecord } from '../../../../local/media/h264/avc.ts';
import { RtmpError } from '../../../../local/media/rtmp/message.ts';
import { RtmpPublisher } from '../../../../local/media/rtmp/publisher.ts';
import { CLIP_FRAMES, CLIP_HEAD, CLIP_SIZE } from '../support/clip.ts';

function publishing() {
  const feed = new Feed();
  const tracks: Tracks[] = [];
  const frames: Frame[] = [];
  feed.attach({ tracks: (each) => tracks.push(each), frame: (each) => frames.push(each), end: () => undefined });
  const publisher = new RtmpPublisher(feed);
  const send = (type: number, timestampMs: number, body: Buffer): void =>
    publisher.message({ type, streamId: 1, timestampMs, body });
  return { tracks, frames, send };
}

const [config] = CLIP_HEAD.filter(({ type }) => type === 9);
const RECORD = config?.body.subarray(5) ?? Buffer.alloc(0);

describe('what an RTMP publisher sends', () => {
  it('becomes tracks and frames with times from zero', () => {
    const { tracks, frames, send } = publishing();
    for (const { type, timeMs, body } of [...CLIP_HEAD, ...CLIP_FRAMES]) send(type, timeMs + 123_456, body);
    expect(tracks).toMatchObject([{ video: CLIP_SIZE, audio: { codec: 'aac', sampleRate: 44_100, channels: 1 } }]);
    expect(frames).toHaveLength(CLIP_FRAMES.length);
    expect(Math.min(...frames.map(({ dtsMs }) => dtsMs))).toBe(0);
    expect(frames.filter(({ kind, isKey }) => kind === 'video' && isKey)).toHaveLength(3);
    // B frames: shown at other times than they are decoded.
    expect(frames.some(({ ptsMs, dtsMs }) => ptsMs > dtsMs)).toBe(true);
  });

  it('with short lengths before NAL units gets the long ones that MP4 wants', () => {
    const { frames, tracks, send } = publishing();
    const short = Buffer.from(RECORD);
    short.writeUInt8(0xfd, 4);
    send(
      18,
      0,
      Buffer.concat([
        Buffer.from([2, 0, 10]),
        Buffer.from('onMetaData'),
        Buffer.from([3, 0, 12]),
        Buffer.from('videocodecid'),
        Buffer.from([0, 0x40, 0x1c, 0, 0, 0, 0, 0, 0, 0, 0, 9]),
      ]),
    );
    send(9, 0, Buffer.concat([Buffer.from([0x17, 0, 0, 0, 0]), short]));
    send(9, 0, Buffer.from([0x17, 1, 0, 0, 0, 0, 2, 0x65, 0xaa]));
    expect(frames.map(({ data }) => data.toString('hex'))).toEqual(['0000000265aa']);
    expect(parseAvcRecord(tracks[0]?.video?.record ?? Buffer.alloc(0))?.lengthBytes).toBe(4);
    expect(() => send(9, 40, Buffer.from([0x27, 1, 0, 0, 0, 0, 9, 0x41]))).toThrow(RtmpError);
  });

  it('is dropped while its configuration is missing', () => {
    const { frames, send } = publishing();
    send(9, 0, Buffer.from([0x17, 1, 0, 0, 0, 0, 0, 0, 1, 0x65]));
    send(8, 0, Buffer.from([0xaf, 1, 1]));
    expect(frames).toEqual([]);
  });

  it('is no picture when it ends a sequence, or is a command of a player', () => {
    expect(parseVideoBody(Buffer.from([0x17, 2, 0, 0, 0]))).toEqual({ kind: 'nothing' });
    expect(parseVideoBody(Buffer.from([0x57, 1, 0, 0, 0, 1]))).toEqual({ kind: 'nothing' });
    expect(parseVideoBody(Buffer.from([0x17]))).toEqual({ kind: 'nothing' });
    expect(parseAudioBody(Buffer.from([0xaf]))).toEqual({ kind: 'nothing' });
    expect(parseAudioBody(Buffer.from([0xaf, 1]))).toEqual({ kind: 'nothing' });
  });

  it('may be shown before it is decoded, by FLV’s account: times can be negative', () => {
    expect(parseVideoBody(Buffer.from([0x27, 1, 0xff, 0xff, 0xd8, 1]))).toMatchObject({ isKey: false, offsetMs: -40 });
  });

  it.each([
    ['Sorenson', Buffer.from([0x12, 0, 0, 0, 0]), parseVideoBody],
    ['HEVC', Buffer.from('\x90hvc1', 'latin1'), parseVideoBody],
    ['AV1', Buffer.from('\x90av01', 'latin1'), parseVideoBody],
    ['MP3', Buffer.from([0x2f, 1]), parseAudioBody],
    ['Opus from an encoder', Buffer.from('\x90Opus', 'latin1'), parseAudioBody],
  ] as const)('in %s is refused in words', (_name, body, parse) => {
    expect(() => parse(body)).toThrow(UnsupportedCodecError);
    expect(() => parse(body)).toThrow(/set the encoder so$/);
  });
});
