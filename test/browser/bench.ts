/** Glass to glass, 640x360 over loopback: from the drawing of a frame on one page to its showing on another. Run by test/bench/browser.ts. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, Page } from 'playwright-core';
import type { Figure } from '../bench/figure.ts';
import { PROJECT } from '../bench/programs.ts';
import { openChrome } from './support/chrome.ts';
import { LEFT_HALF, type Place, RIGHT_HALF } from './support/clock-strip.ts';
import { pushByFfmpeg } from './support/ffmpeg.ts';
import { agesOf } from './support/glass.ts';
import { newPage, withoutWhep } from './support/open-page.ts';
import { goLive, logIn, press, seesFresh, WATCHED } from './support/people.ts';
import { newRoom, studioOf, watching } from './support/rooms.ts';

const SECONDS = 10;
/** The picture about as large as it is sent: larger windows measure how fast this machine paints without a graphics card. */
const SIZE = { width: 680, height: 720 };
/** After the first picture players come to rest. */
const REST_MS = 5_000;
const [RED, BLUE, GREY] = [0, 240, 0];

interface Running {
  readonly pages: string;
  readonly stack: { readonly outputs: Readonly<Record<string, string>> };
  end(): Promise<void>;
}

/** Every figure; those of an encoder where ffmpeg is installed. */
async function measure(): Promise<Figure[]> {
  const [stage, browser] = [await start(), await openChrome()];
  try {
    return [
      ...(await byWhip(stage, browser)),
      ...(await mixed(stage, browser)),
      ...(spawnSync('ffmpeg', ['-version']).status === 0 ? await byRtmp(stage, browser) : []),
    ];
  } finally {
    await browser.close();
    await stage.end();
  }
}

async function byWhip(stage: Running, browser: Browser): Promise<Figure[]> {
  const { id } = await newRoom(stage, 'alice', 0);
  const streamer = await person(stage, browser, 'alice', studioOf(id), RED);
  await goLive(streamer);
  const figure = async (name: string, atMost: number, ...without: Protocol[]): Promise<Figure> => ({
    ...{ name: `${name}, glass to glass`, unit: 'ms', target: { of: 'median', atMost } },
    samples: await seen(stage, browser, id, RED, without),
  });
  const figures = [
    await figure('WHIP to WHEP', 60),
    await figure('WHIP to FLV', 300, 'whep'),
    await figure('WHIP to HLS', 2_500, 'whep', 'flv'),
  ];
  await streamer.context().close();
  return figures;
}

async function byRtmp(stage: Running, browser: Browser): Promise<Figure[]> {
  const { id, rtmp } = await newRoom(stage, 'olga', 0);
  const encoder = pushByFfmpeg(rtmp);
  // The room goes live when the callback tells that the stream is there.
  const samples = await seen(stage, browser, id, GREY);
  await encoder.stop();
  return [{ name: 'RTMP to FLV, glass to glass', unit: 'ms', samples, target: { of: 'median', atMost: 650 } }];
}

async function mixed(stage: Running, browser: Browser): Promise<Figure[]> {
  const { id } = await newRoom(stage, 'anna', 1);
  const streamer = await person(stage, browser, 'anna', studioOf(id), RED);
  await goLive(streamer);
  const guest = await person(stage, browser, 'bob', watching(id), BLUE);
  await press(guest, 'stage.ask');
  await press(streamer, 'stage.approve');
  await press(guest, 'stage.enter');
  const parts: readonly (readonly [string, number, Place])[] = [
    ['part of the streamer', RED, LEFT_HALF],
    ['part of the guest', BLUE, RIGHT_HALF],
  ];
  const figures: Figure[] = [];
  for (const [name, hue, place] of parts) {
    const samples = await seen(stage, browser, id, hue, ['whep'], place);
    figures.push({
      name: `mixed, ${name}, at an FLV viewer`,
      unit: 'ms',
      samples,
      target: { of: 'median', atMost: 600 },
    });
  }
  await Promise.all([streamer, guest].map((page) => page.context().close()));
  return figures;
}

type Protocol = 'whep' | 'flv';

/** Ages of what a viewer sees who cannot use some of the protocols. */
async function seen(
  stage: Running,
  browser: Browser,
  id: string,
  hue: number,
  without: readonly Protocol[] = [],
  place?: Place,
): Promise<number[]> {
  const viewer = await person(stage, browser, 'viewer', watching(id), hue, without);
  await seesFresh(viewer, hue, place);
  await agesOf(viewer, WATCHED, { forMs: REST_MS });
  const ages = await agesOf(viewer, WATCHED, { ...(place ? { place } : {}), forMs: SECONDS * 1_000 });
  await viewer.context().close();
  return ages;
}

async function person(
  stage: Running,
  browser: Browser,
  name: string,
  path: string,
  hue: number,
  without: readonly Protocol[] = [],
): Promise<Page> {
  const { page } = await newPage(browser, { look: { hue, hertz: 440 }, size: SIZE });
  if (without.includes('whep')) await withoutWhep(page);
  if (without.includes('flv')) await page.route('**/*.flv?*', (route) => route.abort());
  await page.goto(`${stage.pages}${path}`);
  await logIn(page, name);
  return page;
}

/** The built command, in a folder of its own. */
async function start(): Promise<Running> {
  const directory = await mkdtemp(join(tmpdir(), 'live-stack-bench-'));
  await copyFile(join(PROJECT, 'ros.json'), join(directory, 'ros.json'));
  const args = [join(PROJECT, 'dist/live-stack.js'), 'start', '--json', '--ephemeral', '--port', '0'];
  const child = spawn(process.execPath, args, { cwd: directory, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { pages, outputs } = JSON.parse(line) as { pages: string; outputs: Record<string, string> };
  const end = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
    await rm(directory, { recursive: true, force: true });
  };
  return { pages, stack: { outputs }, end };
}

process.stdout.write(`${JSON.stringify(await measure())}\n`);
