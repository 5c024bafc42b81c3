/** The picture and the sound of the demo as frames of the wall clock: whenever it is asked, the counter shows this second. */
import stored from './clip.json' with { type: 'json' };

export interface Frame {
  /** Of RTMP and FLV: 8 sound, 9 picture. */
  readonly type: 8 | 9;
  /** Milliseconds since the epoch at which it is due. */
  readonly atMs: number;
  readonly body: Buffer;
}

export interface Clip {
  /** What decoders need before the first frame. */
  readonly heads: readonly Omit<Frame, 'atMs'>[];
  /** Everything due after `fromMs` and until `toMs`, in order. */
  due(fromMs: number, toMs: number): Frame[];
  /** When the last key frame was due: streams begin there. */
  keyFrameBefore(ms: number): number;
}

/** Milliseconds from one frame to the next: ten pictures a second, and 1024 samples of 32 kHz. */
const PICTURE_MS = 100;
const SOUND_MS = 32;
/** Four seconds of sound, after those in which the encoder began; make-clip.mjs says why. */
const SOUND_FRAMES = 125;

export function openClip(): Clip {
  const [pictureHead, ...pictures] = tagsOf(stored.picture, 9);
  const [soundHead, ...sounds] = tagsOf(stored.sound, 8);
  const picture = pictures.filter(isFrame);
  const sound = sounds.slice(SOUND_FRAMES, 2 * SOUND_FRAMES);
  if (!pictureHead || !soundHead || sound.length < SOUND_FRAMES) throw new Error('cli/demo/clip.json is incomplete');
  const at = (frames: readonly Buffer[], number: number): Buffer => frames[number % frames.length] ?? Buffer.alloc(0);
  const each = (type: 8 | 9, frames: readonly Buffer[], stepMs: number, fromMs: number, toMs: number): Frame[] => {
    const first = Math.floor(fromMs / stepMs) + 1;
    const count = Math.max(0, Math.floor(toMs / stepMs) - first + 1);
    return Array.from({ length: count }, (_, index) => {
      const number = first + index;
      return { type, atMs: number * stepMs, body: at(frames, number) };
    });
  };
  return {
    heads: [
      { type: 9, body: pictureHead },
      { type: 8, body: soundHead },
    ],
    due: (fromMs, toMs) =>
      [...each(9, picture, PICTURE_MS, fromMs, toMs), ...each(8, sound, SOUND_MS, fromMs, toMs)].sort(
        (a, b) => a.atMs - b.atMs,
      ),
    keyFrameBefore: (ms) => {
      let number = Math.floor(ms / PICTURE_MS);
      while (!isKey(at(picture, number))) number -= 1;
      return number * PICTURE_MS;
    },
  };
}

/** Bodies of the FLV tags of one type (Adobe FLV 10.1 §E.4). */
function tagsOf(base64: string, type: 8 | 9): Buffer[] {
  const bytes = Buffer.from(base64, 'base64');
  const bodies: Buffer[] = [];
  for (let at = 13; at + 11 <= bytes.length; ) {
    const size = bytes.readUIntBE(at + 1, 3);
    if (bytes[at] === type) bodies.push(bytes.subarray(at + 11, at + 11 + size));
    at += 11 + size + 4;
  }
  return bodies;
}

/** AVCPacketType 1: neither a head nor the end of the sequence. */
function isFrame(body: Buffer): boolean {
  return body[1] === 1;
}

function isKey(body: Buffer): boolean {
  return (body[0] ?? 0) >> 4 === 1;
}
