import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../cdk/functions/bundle.ts';
import { freePort } from '../../local/fc/instance/port.ts';
import { installNode, type NodeBinary } from './node-binary.ts';

/** The oldest Node.js that a function may run on: the one inside `custom.debian10` (function-compute.md §4). */
const OLDEST = '20.10.0';

let oldest: NodeBinary;

beforeAll(async () => {
  oldest = await installNode(OLDEST);
  const { zip } = await bundle();
  await writeFile(join(oldest.directory, 'main.js'), Buffer.from(unzipSync(zip)['main.js'] as Uint8Array));
}, 120_000);
afterAll(() => oldest.remove());

/** Starts one half of the bundle as the platform does, asks it one thing, and ends it. */
async function ask(
  half: string,
  path: string,
  method: string,
  env: NodeJS.ProcessEnv,
): Promise<{ status: number; errors: string }> {
  const port = await freePort();
  const child = spawn(oldest.node, ['main.js', half], {
    cwd: oldest.directory,
    env: {
      PATH: process.env.PATH,
      FC_CUSTOM_LISTEN_PORT: String(port),
      FC_REGION: 'cn-shanghai',
      FC_ACCOUNT_ID: '1',
      ...env,
    },
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  try {
    const status = await untilAnswered(`http://127.0.0.1:${port}${path}`, method, () => child.exitCode !== null);
    return { status, errors };
  } finally {
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
  }
}

async function untilAnswered(url: string, method: string, hasEnded: () => boolean): Promise<number> {
  while (!hasEnded()) {
    try {
      return (await fetch(url, { method })).status;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  throw new Error(`the function ended before it answered ${url}`);
}

const APP_SERVER = {
  LIVE_STACK_STAGE: 'local',
  LIVE_STACK_TABLESTORE_INSTANCE: 'live-1',
  LIVE_STACK_INGEST_DOMAIN: 'ingest.localhost',
  LIVE_STACK_STREAMING_DOMAIN: 'streaming.localhost',
  LIVE_STACK_STREAMING_SCHEME: 'http',
  LIVE_STACK_APP_NAME: 'live',
  LIVE_STACK_CORS_ORIGINS: '*',
  LIVE_STACK_AUTH_MODE: 'demo',
  LIVE_STACK_COSTREAMING: 'strict',
  LIVE_STACK_ARTC_APP_ID: '',
  LIVE_STACK_RECORDING: 'vod',
  LIVE_STACK_MESSAGE_DATA_CENTER: 'cn-shanghai',
};

describe(`the bundle on Node.js ${OLDEST}`, () => {
  it('is really run by it', async () => {
    const { stdout } = await promisify(execFile)(oldest.node, ['--version']);
    expect(stdout.trim()).toBe(`v${OLDEST}`);
  });

  it('AppServer: starts without a warning and answers', async () => {
    expect(await ask('app-server', '/health', 'GET', APP_SERVER)).toEqual({ status: 200, errors: '' });
  });

  it('provisioner: starts without a warning and takes an event', async () => {
    const { status, errors } = await ask('provisioner', '/initialize', 'POST', {
      LIVE_STACK_STAGE: 'local',
      LIVE_STACK_TABLESTORE_INSTANCE: 'live-1',
    });
    expect({ status, errors }).toEqual({ status: 200, errors: '' });
  });
});
