/** Pages of somebody, in a browser profile of their own. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { giveClockCamera, type Look } from './clock-strip.ts';
import type { Network } from './network.ts';

export interface OpenOptions {
  readonly look?: Look;
  readonly size?: { readonly width: number; readonly height: number };
  /** What the page reaches the stage through; without one, directly. */
  readonly network?: Network;
}

export interface OpenedPage {
  readonly context: BrowserContext;
  readonly page: Page;
}

const DEFAULT_LOOK: Look = { hue: 120, hertz: 440 };

/** In English, with a camera that shows a clock; nothing is loaded yet. */
export async function newPage(
  browser: Browser,
  { look = DEFAULT_LOOK, size = { width: 1_280, height: 800 }, network }: OpenOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({
    viewport: size,
    locale: 'en-GB',
    permissions: ['camera', 'microphone'],
    ...(network ? { proxy: network.proxy } : {}),
  });
  const page = await context.newPage();
  await giveClockCamera(page, look);
  await network?.attach(page);
  return { context, page };
}

/** From now on the page is told that nothing can be played by WebRTC, and goes on to FLV. */
export async function withoutWhep(page: Page): Promise<void> {
  const headers = { 'access-control-allow-origin': '*' };
  await page.route('**/whep/**', (route) => route.fulfill({ status: 406, headers }));
}
