/** An encoder as a streamer would run it beside the pages: ffmpeg, fed with frames that carry the clock. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { STRIP } from './clock-strip.ts';

const WIDTH = 640;
const HEIGHT = 360;
const FRAMES_PER_SECOND = 30;

export interface Encoder {
  /** What it said when it has ended. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** @param url `rtmp://…`, signed */
export function pushByFfmpeg(url: string): Encoder {
  const input = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${WIDTH}x${HEIGHT}`, '-r', String(FRAMES_PER_SECOND)];
  const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '30', '-pix_fmt', 'yuv420p'];
  const child = spawn(
    'ffmpeg',
    [
      '-hide_banner',
      '-loglevel',
      'error',
      '-fflags',
      'nobuffer',
      '-use_wallclock_as_timestamps',
      '1',
      ...input,
      '-i',
      '-',
    ]
      .concat(['-f', 'lavfi', '-i', 'sine=frequency=660:sample_rate=44100', ...video, '-b:v', '1500k'])
      .concat(['-c:a', 'aac', '-shortest', '-f', 'flv', url]),
    { stdio: ['pipe', 'ignore', 'pipe'] },
  );
  const said: string[] = [];
  child.stderr?.on('data', (bytes: Buffer) => said.push(bytes.toString()));
  const ended = once(child, 'close').then(() => said.join(''));
  const timer = setInterval(() => write(child, frame(Date.now())), 1_000 / FRAMES_PER_SECOND);
  // A server that sends it away closes the pipe.
  child.stdin?.on('error', () => clearInterval(timer));
  return {
    ended: ended.finally(() => clearInterval(timer)),
    stop: async () => {
      clearInterval(timer);
      // It would wait for the next frame before it looks at a signal.
      child.stdin?.end();
      await ended;
    },
  };
}

/** What ffmpeg has not taken yet is late already: such a frame is left out. */
function write({ stdin }: ChildProcess, bytes: Buffer): void {
  if (stdin?.writable && stdin.writableLength < bytes.length) stdin.write(bytes);
}

function frame(atMs: number): Buffer {
  const picture = Buffer.alloc(WIDTH * HEIGHT, 120);
  const drawn = atMs % 2 ** 32;
  const sum = [0, 4, 8, 12, 16, 20, 24, 28].reduce((total, shift) => total ^ ((drawn >>> shift) & 15), 5);
  for (let bit = 0; bit < STRIP.columns * STRIP.rows; bit += 1) {
    const isOne = bit < 32 ? (drawn >>> bit) & 1 : (sum >>> (bit - 32)) & 1;
    const left = STRIP.left + (bit % STRIP.columns) * STRIP.cell;
    const top = STRIP.top + Math.floor(bit / STRIP.columns) * STRIP.cell;
    for (let row = top; row < top + STRIP.cell; row += 1) {
      picture.fill(isOne ? 255 : 0, row * WIDTH + left, row * WIDTH + left + STRIP.cell);
    }
  }
  return picture;
}
