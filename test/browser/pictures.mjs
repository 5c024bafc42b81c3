/**
 * Makes the pictures of the README and of docs/pages.md again: `npm run build && node test/browser/pictures.mjs`. Wants
 * Chromium (or CHROME, a path) and ffmpeg. Everybody in them is drawn by scene.mjs.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { drawnCamera } from './scene.mjs';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const IMAGES = join(PROJECT, 'docs/images');
const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--mute-audio', '--autoplay-policy=no-user-gesture-required'],
  ...[
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    '--disable-features=WebRtcHideLocalIpsWithMdns',
  ],
];
const FRAMES_PER_SECOND = 4;

const folder = await mkdtemp(join(tmpdir(), 'pictures-'));
await mkdir(IMAGES, { recursive: true });
await cp(join(PROJECT, 'ros.json'), join(folder, 'ros.json'));
const stack = spawn(
  process.execPath,
  [join(PROJECT, 'dist/live-stack.js'), 'start', '--json', '--ephemeral', '--port', '0'],
  {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
const failed = once(stack, 'exit').then(([code]) => Promise.reject(new Error(`live-stack start ended with ${code}`)));
const [line] = await Promise.race([once(createInterface({ input: stack.stdout }), 'line'), failed]);
failed.catch(() => undefined);
const { pages } = JSON.parse(line);
const browser = await chromium.launch({ executablePath: process.env.CHROME ?? '/usr/bin/chromium', args: FLAGS });

/** A page of somebody who has logged in. */
async function open(name, path, { hue = 200, ...options }) {
  const context = await browser.newContext({ locale: 'en-GB', permissions: ['camera', 'microphone'], ...options });
  const page = await context.newPage();
  await page.addInitScript(drawnCamera, { hue });
  await page.goto(`${pages}${path}`);
  await page.fill('[name=name]', name);
  await page.click('button[type=submit]');
  await page.waitForSelector('.top .avatar');
  return page;
}

async function say(page, text) {
  await page.fill('.line input', text);
  await page.keyboard.press('Enter');
}

const press = (page, name) => page.getByRole('button', { name, exact: true }).first().click();
const playing = (page) => page.waitForSelector('.screen[data-state=playing]');
const still = (page, name) => page.screenshot({ path: join(IMAGES, name) });

/** Takes both windows for some seconds, side by side in the film. */
let frame = 0;
async function film(left, right, seconds) {
  for (let count = 0; count < seconds * FRAMES_PER_SECOND; count++) {
    const name = String(frame++).padStart(4, '0');
    const quality = { type: 'jpeg', quality: 92, scale: 'css' };
    const [one, two] = await Promise.all([left.screenshot(quality), right.screenshot(quality)]);
    await writeFile(join(folder, `a${name}.jpg`), one);
    await writeFile(join(folder, `b${name}.jpg`), two);
  }
}

try {
  const alice = await open('alice', '/streamer/', { hue: 165, ...DESKTOP });
  const bob = await open('bob', '/viewer/', { hue: 28, ...PHONE });
  const carol = await open('carol', '/viewer/', { hue: 262, ...DESKTOP });
  await film(alice, bob, 0.75);
  await alice.fill('[name=title]', 'Morning show');
  await alice.fill('[name=notice]', 'Ask anything. Who wants to come on stage?');
  await film(alice, bob, 0.75);
  await press(alice, 'Create the channel');
  await alice.waitForSelector('.life .main:not([disabled])');
  await bob.waitForSelector('.channel');
  await film(alice, bob, 1);
  await press(alice, 'Go live');
  await bob.click('.channel');
  await playing(bob);
  await carol.click('.channel');
  await playing(carol);
  await film(alice, bob, 1);
  await say(bob, 'Hello from Bob, good morning!');
  await say(carol, 'The light is lovely today');
  await say(alice, 'Welcome, both of you');
  await film(alice, bob, 1);
  for (let heart = 0; heart < 5; heart++) await bob.click('.heart');
  await film(alice, bob, 0.75);
  for (let heart = 0; heart < 4; heart++) await bob.click('.heart');
  await bob.screenshot({ path: join(folder, 'phone-1.png') });
  await press(bob, 'Ask to join');
  await alice.waitForSelector('.requests .main');
  await film(alice, bob, 1);
  await still(alice, 'studio.png');
  await alice.click('.requests .main');
  await press(bob, 'Join with camera');
  await alice.waitForSelector('.tile');
  await bob.waitForFunction(() => {
    const videos = [...document.querySelectorAll('.tile video')];
    return videos.length === 2 && videos.every(({ videoWidth }) => videoWidth > 0);
  });
  await film(alice, bob, 2);
  // What was said of the invitation goes by itself.
  await bob.waitForSelector('.note', { state: 'detached' });
  await bob.screenshot({ path: join(folder, 'phone-2.png') });
  await say(carol, 'Hi Bob, nice to see you!');
  for (let heart = 0; heart < 8; heart++) await carol.click('.heart');
  await still(carol, 'watch.png');
  await press(bob, 'Leave');
  await alice.waitForSelector('.tile', { state: 'detached' });
  await alice.evaluate(() => scrollTo(0, 0));
  await film(alice, bob, 0.75);
  await press(alice, 'End');
  await alice.waitForSelector('dialog[open]');
  await film(alice, bob, 0.5);
  await alice.click('dialog[open] .danger');
  await bob.waitForSelector('[data-state=replay]');
  await film(alice, bob, 1.5);

  // A portrait picture fills a phone.
  await alice.getByRole('link', { name: 'New channel' }).click();
  await alice.fill('[name=title]', 'On the road');
  await press(alice, 'Create the channel');
  await alice.waitForSelector('.life .main:not([disabled])');
  await press(alice, 'Portrait');
  await press(alice, 'Go live');
  await bob.goto(`${pages}/viewer/${new URL(alice.url()).hash}`);
  await bob.reload();
  await playing(bob);
  await say(bob, 'Where are you today?');
  for (let heart = 0; heart < 6; heart++) await bob.click('.heart');
  await bob.screenshot({ path: join(folder, 'phone-3.png') });

  const ffmpeg = (...args) => execFileSync('ffmpeg', ['-v', 'error', '-y', ...args], { cwd: folder, stdio: 'inherit' });
  const phones = [1, 2, 3].flatMap((number) => ['-i', `phone-${number}.png`]);
  const side = [0, 1, 2].map((input) => `[${input}:v]scale=-2:800,pad=iw+24:ih+24:12:12:white[p${input}]`).join(';');
  ffmpeg(
    ...phones,
    '-filter_complex',
    `${side};[p0][p1][p2]hstack=inputs=3,split[x][y];[x]palettegen[c];[y][c]paletteuse=dither=none`,
    '-frames:v',
    '1',
    join(IMAGES, 'phones.png'),
  );
  const both = '[0:v]scale=-2:560[a];[1:v]scale=-2:560[b];[a][b]hstack';
  const input = (letter) => ['-framerate', String(FRAMES_PER_SECOND), '-i', `${letter}%04d.jpg`];
  const webp = ['-c:v', 'libwebp', '-loop', '0', '-quality', '62', '-compression_level', '6'];
  ffmpeg(...input('a'), ...input('b'), '-filter_complex', both, ...webp, join(IMAGES, 'flow.webp'));
} finally {
  await browser.close();
  stack.kill('SIGTERM');
  await once(stack, 'exit');
  await rm(folder, { recursive: true, force: true });
}
