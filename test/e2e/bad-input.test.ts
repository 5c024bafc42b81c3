import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { folder, type RosJson, run } from './live-stack.ts';

const folders: string[] = [];
async function fresh(change?: (config: RosJson) => void): Promise<string> {
  const directory = await folder(change);
  folders.push(directory);
  return directory;
}
afterEach(() => Promise.all(folders.splice(0).map((directory) => rm(directory, { recursive: true }))));

describe('mistakes are told before anything happens, with exit code 2', () => {
  it('a misspelt key names the nearest known one', async () => {
    const directory = await fresh((config) => {
      config.stages.local = { ...config.stages.local, corsOrigin: ['*'] };
    });
    const { code, stderr } = await run(directory, ['start', '--ephemeral']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/stages\.local.*corsOrigin/s);
    expect(stderr).toContain('corsOrigins');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('one domain for both roles', async () => {
    const directory = await fresh((config) => {
      config.stages.local = { ...config.stages.local, domains: { ingest: 'a.localhost', streaming: 'a.localhost' } };
    });
    const { code, stderr } = await run(directory, ['synth', '--stage', 'local']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/stages\.local\.domains/);
  });

  it('a stage that does not exist', async () => {
    const { code, stderr } = await run(await fresh(), ['deploy', '--stage', 'production']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/no stage "production".*local, cn-shanghai, ap-southeast-1/);
  });

  it('no ros.json', async () => {
    const directory = await fresh();
    await rm(join(directory, 'ros.json'));
    const { code, stderr } = await run(directory, ['synth']);
    expect(code).toBe(2);
    expect(stderr).toContain('ros.json cannot be used');
  });

  it('a ros.json that is no JSON: line and column', async () => {
    const directory = await fresh();
    await writeFile(join(directory, 'ros.json'), '{\n  "app": "x",\n}');
    const { code, stderr } = await run(directory, ['synth']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/line 3, column 1/);
  });

  it('the example domains of a cloud stage', async () => {
    const { code, stderr } = await run(await fresh(), ['deploy', '--stage', 'cn-shanghai']);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /stages\.cn-shanghai\.domains\.ingest: expected a domain of yours in place of "ingest\.example\.com"/,
    );
  });

  it('no credentials for a real deployment', async () => {
    const directory = await fresh((config) => {
      config.stages['cn-shanghai'] = {
        ...config.stages['cn-shanghai'],
        domains: { ingest: 'in.mine.cn', streaming: 'out.mine.cn' },
      };
    });
    const { code, stderr } = await run(directory, ['deploy', '--stage', 'cn-shanghai']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/no Alibaba Cloud credentials were found\nSet ALIBABA_CLOUD_ACCESS_KEY_ID/);
  });

  it('a port that is taken, when exactly that one was asked for', async () => {
    const holder = createServer();
    const port = await new Promise<number>((resolve) => {
      holder.listen(0, '127.0.0.1', () => resolve((holder.address() as { port: number }).port));
    });
    const { code, stderr } = await run(await fresh(), ['start', '--ephemeral', '--port', String(port)]);
    holder.close();
    expect(code).toBe(2);
    expect(stderr).toContain(`port ${port} on 127.0.0.1 is already in use`);
  });

  it.each([
    ['--port', 'http', /a port between 0 and 65535/],
    ['--colour', 'red', /unknown option/],
  ])('a wrong option: %s %s', async (option, value, message) => {
    const { code, stderr } = await run(await fresh(), ['start', option, value]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('stage local without a local cloud', async () => {
    const { code, stderr } = await run(await fresh(), ['destroy', '--stage', 'local']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/no local cloud runs in this folder.*\nRun "live-stack start"/);
  });

  it('an endpoint that is no URL', async () => {
    const { code, stderr } = await run(await fresh(), ['deploy', '--stage', 'local', '--endpoint', 'localhost']);
    expect(code).toBe(2);
    expect(stderr).toContain('a URL like http://127.0.0.1:7300 is expected');
  });

  it('destroying a cloud stage without a word of confirmation', async () => {
    const { code, stderr } = await run(await fresh(), ['destroy', '--stage', 'cn-shanghai']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/was not confirmed\n.*--yes/);
  });

  it('with --json the error is one JSON object with its code', async () => {
    const { code, stdout, stderr } = await run(await fresh(), ['--json', 'deploy', '--stage', 'production']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'BadConfig', problems: [{ path: 'stages' }] } });
    expect(stderr).toBe('');
  });
});
