/**
 * Makes `clip.json` again: a minute of picture whose counter shows the second of the minute, and four seconds of sound that fit
 * together endlessly. Run by hand (`node cli/demo/make-clip.mjs`), with ffmpeg and Chromium; `start --demo` needs neither.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const FRAMES_PER_SECOND = 10;
const SECONDS = 60;
const GROUP = String(2 * FRAMES_PER_SECOND);
const OUT = fileURLToPath(new URL('./clip.json', import.meta.url));

/** Draws frame `index`; runs in the browser. */
function draw(index, framesPerSecond) {
  const canvas = document.querySelector('canvas');
  const paper = canvas.getContext('2d', { alpha: false });
  const time = index / framesPerSecond;
  const second = Math.floor(time);
  paper.fillStyle = '#0d2422';
  paper.fillRect(0, 0, 640, 360);
  paper.fillStyle = '#12332f';
  for (let stripe = 0; stripe < 8; stripe++) paper.fillRect(((stripe * 96 + (index % 96) * 8) % 768) - 96, 300, 48, 60);
  paper.lineWidth = 14;
  paper.strokeStyle = '#1d4a45';
  paper.beginPath();
  paper.arc(320, 150, 118, 0, 7);
  paper.stroke();
  paper.strokeStyle = '#6ad6c5';
  paper.lineCap = 'round';
  paper.beginPath();
  paper.arc(320, 150, 118, -Math.PI / 2, -Math.PI / 2 + ((second + 0.001) / 60) * 2 * Math.PI);
  paper.stroke();
  const angle = -Math.PI / 2 + time * Math.PI * 2;
  paper.fillStyle = '#ff8298';
  paper.beginPath();
  paper.arc(320 + 84 * Math.cos(angle), 150 + 84 * Math.sin(angle), 9, 0, 7);
  paper.fill();
  paper.fillStyle = '#f1f4f4';
  paper.textAlign = 'center';
  paper.textBaseline = 'middle';
  paper.font = '700 104px sans-serif';
  paper.fillText(String(second).padStart(2, '0'), 320, 156);
  paper.font = '600 24px sans-serif';
  paper.fillText('Interactive Live', 320, 330);
  return canvas.toDataURL('image/png').split(',')[1];
}

function run(args) {
  const child = spawn('ffmpeg', ['-v', 'error', '-y', ...args], { stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = new Promise((resolve, reject) => {
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`ffmpeg ended with ${code}`))));
  });
  return { input: child.stdin, ended };
}

const folder = await mkdtemp(join(tmpdir(), 'clip-'));
const browser = await chromium.launch({
  executablePath: process.env.CHROME ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const page = await browser.newPage();
  await page.setContent('<canvas width="640" height="360"></canvas>');
  const picture = join(folder, 'picture.flv');
  // No frame refers to a later one, and there is a key frame every two seconds: players begin soon.
  const video = run([
    ...['-f', 'image2pipe', '-framerate', String(FRAMES_PER_SECOND), '-i', '-'],
    ...[
      '-c:v',
      'libx264',
      '-profile:v',
      'main',
      '-pix_fmt',
      'yuv420p',
      '-preset',
      'veryslow',
      '-crf',
      '36',
      '-tune',
      'animation',
      '-bf',
      '0',
    ],
    ...['-g', GROUP, '-keyint_min', GROUP, '-sc_threshold', '0', picture],
  ]);
  for (let index = 0; index < SECONDS * FRAMES_PER_SECOND; index++) {
    video.input.write(Buffer.from(await page.evaluate(`(${draw})(${index}, ${FRAMES_PER_SECOND})`), 'base64'));
  }
  video.input.end();
  await video.ended;
  // At 32 kHz, 125 AAC frames are four seconds exactly; the first ones, in which the encoder begins, are left out.
  const sound = join(folder, 'sound.flv');
  const tone = '0.05*sin(2*PI*220*t)+0.18*sin(2*PI*(660+220*eq(mod(floor(t),4),0))*t)*exp(-14*mod(t,1))';
  await run([
    '-f',
    'lavfi',
    '-i',
    `aevalsrc=${tone.replaceAll(',', '\\,')}:s=32000:d=8.5`,
    '-ac',
    '1',
    '-c:a',
    'aac',
    '-b:a',
    '24k',
    sound,
  ]).ended;
  await writeFile(
    OUT,
    `${JSON.stringify({ picture: (await readFile(picture)).toString('base64'), sound: (await readFile(sound)).toString('base64') }, null, 2)}\n`,
  );
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
}
