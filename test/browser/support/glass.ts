/** Glass to glass: how old what a video shows is, of each frame that the browser presents. */
import type { Page } from 'playwright-core';
import { ALONE, type Place, STRIP } from './clock-strip.ts';

export interface WatchOptions {
  /** Whose picture; the whole one when there is only one. */
  readonly place?: Place;
  readonly forMs: number;
}

/** Milliseconds from drawing to presenting, of each frame whose clock could be read. */
export async function agesOf(page: Page, selector: string, { place = ALONE, forMs }: WatchOptions): Promise<number[]> {
  return page.evaluate(watch, { selector, place, forMs, strip: STRIP });
}

interface Watched {
  readonly selector: string;
  readonly place: Place;
  readonly forMs: number;
  readonly strip: typeof STRIP;
}

async function watch({ selector, place, forMs, strip }: Watched): Promise<number[]> {
  const video = document.querySelector<HTMLVideoElement>(selector);
  const canvas = document.createElement('canvas');
  canvas.width = strip.columns * strip.cell;
  canvas.height = strip.rows * strip.cell;
  const paper = canvas.getContext('2d', { willReadFrequently: true });
  if (!video || !paper) throw new Error(`there is no ${selector}`);
  const ages: number[] = [];
  const read = (now: number): void => {
    const { width, height } = canvas;
    const scale = video.videoWidth / 640;
    const left = (strip.left - place.cutLeft + place.left) * scale;
    paper.drawImage(video, left, strip.top * scale, width * scale, height * scale, 0, 0, width, height);
    const { data } = paper.getImageData(0, 0, width, height);
    const bitAt = (bit: number): number => {
      const x = ((bit % strip.columns) + 0.5) * strip.cell;
      const y = (Math.floor(bit / strip.columns) + 0.5) * strip.cell;
      return (data[(y * width + x) * 4] ?? 0) > 128 ? 1 : 0;
    };
    let [drawn, sum, told] = [0, 5, 0];
    for (let bit = 0; bit < 32; bit += 1) drawn += bitAt(bit) * 2 ** bit;
    for (let bit = 0; bit < 4; bit += 1) told += bitAt(32 + bit) * 2 ** bit;
    for (let shift = 0; shift < 32; shift += 4) sum ^= (drawn >>> shift) & 15;
    if (sum === told) ages.push((now % 2 ** 32) - drawn);
  };
  const end = performance.now() + forMs;
  await new Promise<void>((resolve) => {
    const look = (): void => {
      read(Date.now());
      if (performance.now() > end) resolve();
      else video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
    setTimeout(resolve, forMs + 2_000);
  });
  return ages;
}
