import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { pack } from '../../cdk/functions/bundle.ts';
import { functionOf } from '../../cli/functions/function-of-stage.ts';
import { type CliKit, openCliKit } from './cli-kit.ts';

describe('the commands that reach functions, on Function Compute 2.0', { timeout: 180_000 }, () => {
  let kit: CliKit;
  let url: string;
  beforeAll(async () => {
    kit = await openCliKit((config) => {
      config.stages.local = { ...config.stages.local, compute: 'fc2', authentication: { mode: 'password' } };
    });
    expect(await kit.live('deploy', '--outputs-file', 'outputs.json')).toMatchObject({ code: 0 });
    url = JSON.parse(await readFile(join(kit.directory, 'outputs.json'), 'utf8')).AppServerUrl;
  }, 180_000);
  afterAll(() => kit.close());

  it('invoke answers what the function answers, and shows its log where it is asked for', async () => {
    expect(await kit.live('invoke', '{"action":"users.list"}')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"users":[]'),
    });
    expect(await kit.live('invoke', '{"action":"nothing"}')).toMatchObject({ code: 1 });
  });

  it('users are added and listed', async () => {
    expect(await kit.data('users', 'add', 'alice')).toMatchObject({ password: expect.any(String) });
    expect(await kit.live('users', 'list')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^alice +20/) });
  });

  it('hotswap brings changed code to life', async () => {
    const stage = stageOf(await loadConfig(join(kit.directory, 'ros.json')), 'local');
    const target = { regionId: stage.region, endpoint: kit.cloud.endpoint, credentials: kit.cloud.account };
    const teapot =
      "require('node:http').createServer((q, r) => r.writeHead(418).end()).listen(process.env.FC_CUSTOM_LISTEN_PORT)";
    const remote = await functionOf(stage, 'app-server', target, async () => undefined);
    await remote.updateCode(pack(Buffer.from(teapot)).zip);
    expect((await fetch(`${url}/ready`)).status).toBe(418);
    expect(await kit.live('hotswap')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Code [0-9a-f]{12} runs/),
    });
    expect((await fetch(`${url}/ready`)).status).toBe(200);
  });

  it('logs, status and doctor find the functions of the service', async () => {
    await fetch(`${url}/nowhere-in-particular`);
    expect(await kit.live('logs', '--query', 'event')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^20.+Z {2}app-server/m),
    });
    expect(await kit.live('status')).toMatchObject({ code: 0, stdout: expect.stringMatching(/✓ AppServer/) });
    expect(await kit.live('doctor')).toMatchObject({ code: 0, stdout: expect.stringMatching(/0 problems/) });
  });
});
