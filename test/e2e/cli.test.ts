import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { pack } from '../../cdk/functions/bundle.ts';
import { functionOf } from '../../cli/functions/function-of-stage.ts';
import type { Json } from '../../local/product.ts';
import { type CliKit, openCliKit, until } from './cli-kit.ts';
import { run } from './live-stack.ts';

describe('the commands against a local cloud as a real endpoint, piped', { timeout: 60_000 }, () => {
  let kit: CliKit;
  let url: string;
  beforeAll(async () => {
    kit = await openCliKit((config) => {
      config.stages.local = { ...config.stages.local, authentication: { mode: 'password' } };
    });
    const deployed = await kit.live('deploy', '--outputs-file', 'outputs.json');
    expect(deployed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Stack created: CREATE_COMPLETE/) });
    expect(deployed.stderr).toMatch(/Stack interactive-live-local is new: \d+ resources/);
    url = JSON.parse(await readFile(join(kit.directory, 'outputs.json'), 'utf8')).AppServerUrl;
  });
  afterAll(() => kit.close());

  it('deploy of an unchanged stage says so and succeeds; diff agrees', async () => {
    const { code, stdout } = await kit.live('deploy');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Stack unchanged/) });
    expect(stdout).toContain(url);
    // Nobody is led from the local cloud to the consoles of the real one.
    expect(stdout).not.toContain('console.aliyun.com');
    expect(await kit.live('diff', '--exit-code')).toMatchObject({
      code: 0,
      stdout: 'Stack interactive-live-local: no changes\n',
    });
  });

  it('diff names the property, and asks nobody; --exit-code tells a script', async () => {
    await change({ logRetentionDays: 3, function: { memoryMb: 1_024 } });
    const { code, stdout } = await kit.live('diff', '--exit-code');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /~ AppServer \(ALIYUN::FC3::Function\): in place\n +Cpu: 0\.25 → 0\.5\n +MemorySize: 512 → 1024/,
    );
    expect(stdout).toMatch(/TTL: 7 → 3\n +DATA AT RISK: logs older than 3 days/);
    expect(await kit.data('diff')).toMatchObject({ creates: false, resources: expect.any(Array) });
    await change({});
  });

  it('no command shows a secret', async () => {
    const told = await Promise.all([kit.live('diff'), kit.live('doctor'), kit.live('outputs'), kit.live('status')]);
    const all = JSON.stringify([told, await kit.data('doctor'), await kit.data('status')]);
    expect(all).not.toContain(kit.cloud.account.accessKeySecret);
    expect(all).not.toContain(kit.cloud.account.artcApp.appKey);
  });

  it('list, outputs and open tell where things are', async () => {
    const { stages } = await kit.data<{ stages: { name: string; state: string }[] }>('list');
    expect(stages.find(({ name }) => name === 'local')).toMatchObject({ state: 'CREATE_COMPLETE' });
    expect(await kit.live('outputs', 'AppServerUrl')).toMatchObject({ code: 0, stdout: `${url}\n` });
    expect(await kit.live('open', 'app')).toMatchObject({ code: 0, stdout: `${url}\n` });
    expect(await kit.live('outputs', 'AppServerUr')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean AppServerUrl?'),
    });
    expect(await kit.live('open', 'moon')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There are app, console'),
    });
  });

  it('doctor finds nothing that would stop a deployment, and tells the rights of the deployer', async () => {
    const { code, stdout } = await kit.live('doctor');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/0 problems/) });
    const { checks } = await kit.data<{ checks: { id: string; findings: { verdict: string; details?: Json }[] }[] }>(
      'doctor',
    );
    expect(checks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['credentials', 'services', 'domains', 'template']),
    );
    const rights = checks.find(({ id }) => id === 'rights')?.findings[0];
    expect(rights).toMatchObject({ verdict: 'unknown', details: { policy: { Version: '1' } } });
  });

  it('users are added, given a new password, listed and removed through the function; status logs one in', async () => {
    const added = await kit.data<{ password: string }>('users', 'add', 'alice');
    expect(added.password.length).toBeGreaterThan(8);
    expect(await kit.live('users', 'list')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^alice +20/) });
    const status = await kit.live('status', '--user', 'alice', '--password', added.password);
    expect(status).toMatchObject({ code: 0, stdout: expect.stringMatching(/✓ Messaging +A token for application/) });
    expect(status.stdout).toMatch(/✓ URL signing +ingest\.localhost takes signed URLs and refuses tampered ones/);
    expect(await kit.live('users', 'password', 'alice', '--password', 'another-one')).toMatchObject({ code: 0 });
    expect(await kit.live('status', '--user', 'alice', '--password', added.password)).toMatchObject({ code: 1 });
    expect(await kit.live('users', 'remove', 'alice')).toMatchObject({ code: 0 });
    expect(await kit.live('users', 'remove', 'alice')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('alice'),
    });
    expect(await kit.live('users', 'list')).toMatchObject({ stdout: 'Nobody yet.\n' });
  });

  it('status finds a recording that somebody switched off', async () => {
    kit.cloud.faults.add({ product: 'live', action: 'DescribeLiveRecordVodConfigs', kind: 'forbidden', times: 1 });
    const { code, stdout } = await kit.live('status');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/\? Recording +DescribeLiveRecordVodConfigs failed/),
    });
  });

  it('invoke sends an event and fails when the function refuses it', async () => {
    expect(await kit.live('invoke', '{"action":"users.list"}')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"users":[]'),
    });
    expect(await kit.live('invoke', '{"action":"nothing"}')).toMatchObject({ code: 1 });
    expect(await kit.live('invoke', '{nothing')).toMatchObject({ code: 2, stderr: expect.stringContaining('no JSON') });
  });

  it('hotswap brings changed code of both functions to life, and leaves the stack alone', async () => {
    const stage = stageOf(await loadConfig(join(kit.directory, 'ros.json')), 'local');
    const target = { regionId: stage.region, endpoint: kit.cloud.endpoint, credentials: kit.cloud.account };
    const old =
      "require('node:http').createServer((q, r) => r.writeHead(418).end()).listen(process.env.FC_CUSTOM_LISTEN_PORT)";
    const remote = await functionOf(stage, 'app-server', target, async () => undefined);
    await remote.updateCode(pack(Buffer.from(old)).zip);
    expect((await fetch(`${url}/ready`)).status).toBe(418);
    const swapped = await kit.live('hotswap');
    expect(swapped).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Code [0-9a-f]{12} runs on stage "local"/),
    });
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    expect(swapped.stderr).toMatch(/interactive-live-local-provisioner runs the new code/);
  });

  it('logs are read through the signed API, filtered, one entry a line, and followed until Ctrl-C', async () => {
    await fetch(`${url}/nowhere-in-particular`);
    const { stdout } = await kit.live('logs', '--json', '--query', 'event and not listening', '--limit', '3');
    const records = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records).toHaveLength(3);
    for (const { message } of records) expect(message).not.toContain('listening');
    const following = kit.begin('logs', '--follow', '--query', 'request');
    await until(following, 'stdout', '"route":"unknown"');
    const next = until(following, 'stdout', '"route":"health"');
    await fetch(`${url}/health`);
    expect(await next).toMatch(/^20.+Z {2}app-server/m);
    following.kill('SIGINT');
    const code = await new Promise((resolve) => following.once('close', resolve));
    expect(code).toBe(0);
  });

  it('probe settles questions of docs/open-questions.md and changes nothing', async () => {
    const before = kit.cloud.inventory();
    const { answers } = await kit.data<{ answers: { id: string; isSettled: boolean; says: string }[] }>('probe');
    const settled = Object.fromEntries(answers.map(({ id, isSettled }) => [id, isSettled]));
    expect(settled).toMatchObject({ 'ros-live-types': true, 'ros-large-mapping': true, 'fc-control-path': true });
    expect(answers.find(({ id }) => id === 'fc-control-path')?.says).toMatch(/A client cannot/);
    expect(answers.find(({ id }) => id === 'ros-large-mapping')?.says).toMatch(/^Yes/);
    expect(kit.cloud.inventory()).toEqual(before);
  });

  it('destroy says what goes, verifies that it is gone, and finds nothing the next time', async () => {
    const { code, stdout, stderr } = await kit.live('destroy');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Stack interactive-live-local is deleted\n' });
    expect(stderr).toMatch(/resources go, 0 stay in the account\n +lost: .*rows of the table/s);
    expect(await kit.live('destroy')).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing to delete') });
    expect(await kit.live('outputs')).toMatchObject({ code: 2, stderr: expect.stringContaining('is not deployed') });
  });

  async function change(fields: Record<string, unknown>): Promise<void> {
    const file = join(kit.directory, 'ros.json');
    const config = JSON.parse(await readFile(file, 'utf8'));
    const { logRetentionDays: _, function: __, ...rest } = config.stages.local;
    config.stages.local = { ...rest, logRetentionDays: 7, ...fields };
    await writeFile(file, JSON.stringify(config));
  }
});

describe('the command itself', () => {
  it('tells how it is used, and what is wrong with a wrong call', async () => {
    expect(await run('/', ['deploy', '--help'])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^Usage: live-stack deploy/),
    });
    const wrong = await run('/', ['deploy', '--no-such-option']);
    expect(wrong).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(/^error: required option '--stage/) });
  });
});
