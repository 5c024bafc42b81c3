/**
 * A clock that travels in the picture: 36 black or white cells tell the millisecond at which a frame was drawn, and a colour
 * tells whose picture it is. The strip lies in the middle, so that it survives when a mix cuts the sides off.
 */
import type { Page } from 'playwright-core';

/** Two rows of 18 cells of 16 × 16 in a picture of 640 × 360. */
export const STRIP = { left: 176, top: 60, cell: 16, columns: 18, rows: 2 } as const;
const BITS = 32;

/** Hue of the picture behind the strip, and tone of the sound. */
export interface Look {
  readonly hue: number;
  readonly hertz: number;
}

/** Replaces the camera of a page by one that shows the clock. Before the page is opened. */
export async function giveClockCamera(page: Page, look: Look): Promise<void> {
  await page.addInitScript(clockCamera, { ...look, strip: STRIP });
  await page.addInitScript(readableVideos);
}

/** Recordings come from another origin: their pixels can be read only when they are asked for in the way of CORS. */
function readableVideos(): void {
  for (const name of ['createElement', 'createElementNS'] as const) {
    const make = document[name] as (...args: unknown[]) => Element;
    const readable = (...args: unknown[]): Element => {
      const element = make.apply(document, args);
      if (element instanceof HTMLVideoElement) element.crossOrigin = 'anonymous';
      return element;
    };
    Object.defineProperty(document, name, { value: readable });
  }
}

function clockCamera({ hue, hertz, strip }: Look & { strip: typeof STRIP }): void {
  const draw = (paper: CanvasRenderingContext2D): void => {
    const now = Date.now() % 2 ** 32;
    const sum = [0, 4, 8, 12, 16, 20, 24, 28].reduce((total, shift) => total ^ ((now >>> shift) & 15), 5);
    paper.fillStyle = `hsl(${hue} 90% 45%)`;
    paper.fillRect(0, 0, paper.canvas.width, paper.canvas.height);
    // Something that moves: encoders save on pictures that stand still.
    paper.fillStyle = '#888';
    paper.fillRect(170 + ((now / 8) % 280), 300, 20, 20);
    for (let bit = 0; bit < 36; bit += 1) {
      const isOne = bit < 32 ? (now >>> bit) & 1 : (sum >>> (bit - 32)) & 1;
      paper.fillStyle = isOne ? '#fff' : '#000';
      const column = bit % strip.columns;
      const row = Math.floor(bit / strip.columns);
      paper.fillRect(strip.left + column * strip.cell, strip.top + row * strip.cell, strip.cell, strip.cell);
    }
  };
  navigator.mediaDevices.getUserMedia = async (): Promise<MediaStream> => {
    const canvas = document.createElement('canvas');
    canvas.width = 640;
    canvas.height = 360;
    const paper = canvas.getContext('2d', { alpha: false });
    if (!paper) throw new Error('no canvas');
    draw(paper);
    setInterval(() => draw(paper), 33);
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    tone.frequency.value = hertz;
    const out = audio.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    return new MediaStream([...canvas.captureStream(30).getVideoTracks(), ...out.stream.getAudioTracks()]);
  };
}

/** Where one person's picture lies in the video, in pixels of 640 × 360, and which part of it is seen. */
export interface Place {
  readonly left: number;
  readonly cutLeft: number;
}

export const ALONE: Place = { left: 0, cutLeft: 0 };
/** Two side by side: each shows the middle half of a picture (clients/shared/picture/layout.ts). */
export const LEFT_HALF: Place = { left: 0, cutLeft: 160 };
export const RIGHT_HALF: Place = { left: 320, cutLeft: 160 };

export interface Reading {
  /** Milliseconds between drawing and now. */
  readonly ageMs: number;
  /** Of the colour beside the strip, 0 to 359. */
  readonly hue: number;
}

/** What a video shows now; undefined while there is no picture, or no clock in it. */
export async function readClock(page: Page, selector: string, place: Place = ALONE): Promise<Reading | undefined> {
  const raw = await page.evaluate(sample, { selector, place, strip: STRIP });
  if (!raw) return undefined;
  const number = (from: number, count: number): number =>
    raw.bits.slice(from, from + count).reduce((value, bit, index) => value + bit * 2 ** index, 0);
  const drawn = number(0, BITS);
  const sum = [0, 4, 8, 12, 16, 20, 24, 28].reduce((total, shift) => total ^ ((drawn >>> shift) & 15), 5);
  if (number(BITS, 4) !== sum) return undefined;
  return { ageMs: (raw.now % 2 ** BITS) - drawn, hue: hueOf(raw.colour) };
}

interface Sample {
  readonly bits: number[];
  readonly colour: readonly [number, number, number];
  readonly now: number;
}

function sample({
  selector,
  place,
  strip,
}: {
  selector: string;
  place: Place;
  strip: typeof STRIP;
}): Sample | undefined {
  const video = document.querySelector<HTMLVideoElement>(selector);
  if (!video || video.readyState < 2 || video.videoWidth === 0) return undefined;
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 360;
  const paper = canvas.getContext('2d', { willReadFrequently: true });
  if (!paper) return undefined;
  paper.drawImage(video, 0, 0, 640, 360);
  const now = Date.now();
  const { data } = paper.getImageData(0, 0, 640, 360);
  const at = (x: number, y: number): [number, number, number] => {
    const offset = (Math.round(y) * 640 + Math.round(x)) * 4;
    return [data[offset] ?? 0, data[offset + 1] ?? 0, data[offset + 2] ?? 0];
  };
  const left = strip.left - place.cutLeft + place.left;
  const bits: number[] = [];
  for (let bit = 0; bit < strip.columns * strip.rows; bit += 1) {
    const x = left + ((bit % strip.columns) + 0.5) * strip.cell;
    const y = strip.top + (Math.floor(bit / strip.columns) + 0.5) * strip.cell;
    const [red, green, blue] = at(x, y);
    bits.push(red + green + blue > 384 ? 1 : 0);
  }
  return { bits, colour: at(left + 100, strip.top + 120), now };
}

export function hueOf([red, green, blue]: readonly [number, number, number]): number {
  const most = Math.max(red, green, blue);
  const spread = most - Math.min(red, green, blue);
  if (spread === 0) return 0;
  if (most === red) return (60 * ((green - blue) / spread) + 360) % 360;
  return most === green ? 60 * ((blue - red) / spread) + 120 : 60 * ((red - green) / spread) + 240;
}
