/** One local stage and one browser for a test file; a failure leaves screenshots and traces in `test/browser/out`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { folder, type RosJson, type RunningStack, startStack } from '../../e2e/live-stack.ts';
import { openChrome } from './chrome.ts';
import { newPage, type OpenOptions } from './open-page.ts';

const OUT = fileURLToPath(new URL('../out', import.meta.url));

export interface Stage {
  /** Origin of the pages. */
  readonly pages: string;
  readonly stack: RunningStack;
  readonly browser: Browser;
  /** A page of somebody: a browser profile of their own, in English, with a camera that shows a clock. */
  open(who: string, path: string, options?: OpenOptions): Promise<Page>;
}

interface Opened {
  readonly who: string;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: string[];
}

/** Call at the top of a test file; what it answers may be used in its tests. */
export function useStage(change?: (config: RosJson) => void): Stage {
  let stack: RunningStack | undefined;
  let browser: Browser | undefined;
  let opened: Opened[] = [];
  const needed = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('the stage is there only while tests run');
    return value;
  };
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startStack(await folder(change)), openChrome()]);
  });
  afterAll(async () => {
    await browser?.close();
    const ended = await stack?.stop();
    await stack?.dispose();
    // Whatever browsers do, the local cloud goes on until it is told to stop.
    if (ended && ended.code !== 0) throw new Error(`the stage ended with code ${ended.code}:\n${ended.stderr}`);
  });
  beforeEach(() => {
    opened = [];
  });
  afterEach(async ({ task }) => {
    const isFailed = task.result?.state === 'fail';
    const name = task.name.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 60);
    if (isFailed) await mkdir(OUT, { recursive: true });
    for (const { who, context, page, complaints } of opened) {
      if (isFailed) {
        // What a page that hangs cannot show is missing; the failure itself is what counts.
        await page.screenshot({ path: join(OUT, `${name}-${who}.png`), timeout: 5_000 }).catch(() => undefined);
        await context.tracing.stop({ path: join(OUT, `${name}-${who}.zip`) }).catch(() => undefined);
        await writeFile(join(OUT, `${name}-${who}.txt`), complaints.join('\n'));
      }
      await context.close();
    }
  });
  return {
    get pages() {
      return needed(stack).pages;
    },
    get stack() {
      return needed(stack);
    },
    get browser() {
      return needed(browser);
    },
    open: async (who, path, options) => {
      const { context, page } = await newPage(needed(browser), options);
      await context.tracing.start({ snapshots: true, screenshots: false });
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      opened.push({ who, context, page, complaints });
      await page.goto(`${needed(stack).pages}${path}`);
      return page;
    },
  };
}
