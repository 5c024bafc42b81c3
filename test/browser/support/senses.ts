/** What a viewer sees and hears where no clock is in the picture: a colour, a tone. */
import type { Page } from 'playwright-core';
import { hueOf } from './clock-strip.ts';
import { isNear, WATCHED } from './people.ts';
import { until } from './until.ts';

export interface Colour {
  /** 0 to 359. */
  readonly hue: number;
  /** 0 black to 1 white. */
  readonly light: number;
}

/** Parts of 1, from the upper left corner. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

const LOWER_LEFT: Spot = { x: 0.1, y: 0.9 };

/** Undefined while there is no picture. */
async function colourOf(page: Page, spot: Spot): Promise<Colour | undefined> {
  const rgb = await page.evaluate(
    ([wanted, { x, y }]) => {
      const video = document.querySelector<HTMLVideoElement>(wanted);
      const paper = document.createElement('canvas').getContext('2d');
      if (!paper || !video || video.readyState < 2) return undefined;
      paper.drawImage(video, video.videoWidth * x, video.videoHeight * y, 1, 1, 0, 0, 1, 1);
      return [...paper.getImageData(0, 0, 1, 1).data];
    },
    [WATCHED, spot] as const,
  );
  if (!rgb) return undefined;
  const [red = 0, green = 0, blue = 0] = rgb;
  const light = (Math.max(red, green, blue) + Math.min(red, green, blue)) / 510;
  return { hue: hueOf([red, green, blue]), light };
}

export async function seesColour(page: Page, hue: number, spot = LOWER_LEFT): Promise<Colour> {
  const isIt = (seen: Colour | undefined) => seen !== undefined && seen.light > 0.2 && isNear(seen.hue, hue);
  return (await until(`a picture of hue ${hue}`, () => colourOf(page, spot), isIt)) as Colour;
}

export async function seesBlack(page: Page): Promise<void> {
  await until(
    'a black picture',
    () => colourOf(page, LOWER_LEFT),
    (seen) => seen !== undefined && seen.light < 0.1,
  );
}

/** Waits until what is watched has so many pixels, written as `720x1280`. */
export async function seesSize(page: Page, size: string): Promise<void> {
  const read = (video: HTMLVideoElement): string => `${video.videoWidth}x${video.videoHeight}`;
  await until(
    `a picture of ${size}`,
    () => page.locator(WATCHED).evaluate(read),
    (seen) => seen === size,
  );
}

/** Decibels by which a tone must stand out from what is heard around it. */
const CLEAR = 20;

/** Waits until this tone is in the sound of what is watched by WebRTC. */
export async function hears(page: Page, hertz: number): Promise<void> {
  await until(
    `a tone of ${hertz} Hz`,
    () => page.evaluate(standsOut, { selector: WATCHED, hertz }),
    (decibels) => decibels > CLEAR,
  );
}

interface Ear {
  readonly stream: unknown;
  readonly analyser: AnalyserNode;
}

function standsOut({ selector, hertz }: { selector: string; hertz: number }): number {
  const held = window as unknown as { ear?: Ear };
  const stream = document.querySelector<HTMLVideoElement>(selector)?.srcObject;
  if (!(stream instanceof MediaStream)) return 0;
  if (held.ear?.stream !== stream) {
    const audio = new AudioContext();
    const analyser = audio.createAnalyser();
    analyser.fftSize = 8_192;
    audio.createMediaStreamSource(stream).connect(analyser);
    held.ear = { stream, analyser };
  }
  const { analyser } = held.ear;
  const levels = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(levels);
  const width = analyser.context.sampleRate / analyser.fftSize;
  const at = (frequency: number): number => levels[Math.round(frequency / width)] ?? Number.NEGATIVE_INFINITY;
  // Silence has no level at all.
  const level = (frequency: number): number => Math.max(-150, at(frequency));
  return level(hertz) - Math.max(level(hertz * 0.9), level(hertz * 1.1));
}
