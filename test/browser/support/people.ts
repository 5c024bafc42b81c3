/** What people do on the pages, by the words that they read there. */
import type { Page } from 'playwright-core';
import { en, type WordKey } from '../../../clients/shared/words/en.ts';
import { ALONE, type Place, type Reading, readClock } from './clock-strip.ts';
import { until } from './until.ts';

export const WATCHED = '.watch .screen video';

/** By what it says first: whom it is about may follow. */
export function button(page: Page, key: WordKey) {
  return page.getByRole('button', { name: new RegExp(`^${en[key].replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`) }).first();
}

export async function press(page: Page, key: WordKey): Promise<void> {
  await button(page, key).click();
}

export async function logIn(page: Page, name: string): Promise<void> {
  await page.getByLabel(en['login.name']).fill(name);
  await press(page, 'login.submit');
}

/** @returns the id of the channel, whose studio is open then */
export async function createChannel(page: Page, title: string, { isCoStreaming = true } = {}): Promise<string> {
  await page.getByLabel(en['create.name']).fill(title);
  await page.getByLabel(en[isCoStreaming ? 'create.co-streaming' : 'create.normal']).check();
  await press(page, 'create.submit');
  await button(page, 'studio.start').waitFor();
  return new URL(page.url()).hash.replace('#/', '');
}

export async function goLive(page: Page): Promise<void> {
  await press(page, 'studio.start');
  await page.locator('[data-sending=live]').waitFor();
}

export async function endChannel(page: Page): Promise<void> {
  await press(page, 'studio.stop');
  await page
    .getByRole('dialog')
    .or(page.getByRole('alertdialog'))
    .getByRole('button', { name: en['studio.stop'] })
    .click();
  await page.getByText(en['studio.ended']).waitFor();
}

/** Waits until a picture of this colour is seen that was drawn just before. */
export async function seesFresh(page: Page, hue: number, place: Place = ALONE, selector = WATCHED): Promise<Reading> {
  const reading = await until(
    `a fresh picture of hue ${hue}`,
    () => readClock(page, selector, place),
    (value) => value !== undefined && value.ageMs < FRESH_MS && isNear(value.hue, hue),
  );
  if (!reading) throw new Error('unreachable');
  return reading;
}

/** More than any protocol here takes, and far less than any pause in the tests. */
const FRESH_MS = 6_000;

export function isNear(a: number, b: number): boolean {
  return Math.min(Math.abs(a - b), 360 - Math.abs(a - b)) < 25;
}
