/** The local Tablestore as a command: the built program, spoken to by the unmodified SDK. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../e2e/live-stack.ts';
import { failureOf, type Value } from '../../local/tablestore/sdk.ts';
import { clientOf, makeTable, TestTable, tableParams } from '../../local/tablestore/store.ts';

const COMMAND = fileURLToPath(new URL('../../../dist/live-stack.js', import.meta.url));

let folder: string;
const stops: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tablestore-command-'));
});
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
  await rm(folder, { recursive: true });
});

interface Ready {
  readonly endpoint: string;
  readonly instances: string[];
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** The command until its JSON line. `end` sends the signal and answers the exit code. */
async function start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [COMMAND, 'tablestore', '--json', ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const end = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<unknown> => {
    child.kill(signal);
    return (await closed)[0];
  };
  stops.push(end);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const ready = JSON.parse(line) as Ready;
  return { ready, end, client: (instance: string) => clientOf(ready.endpoint, ready, instance) };
}

const tablestore = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  run(folder, ['tablestore', '--json', ...args], env);

describe('live-stack tablestore', () => {
  it.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])(
    'serves the SDK with a key that it makes up, until %s',
    async (signal) => {
      const { ready, client, end } = await start([]);
      expect(ready).toEqual({
        endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        instances: [],
        accessKeyId: expect.stringMatching(/^LTAI\w{20}$/),
        accessKeySecret: expect.stringMatching(/^\w{30}$/),
      });
      const table = await makeTable(client('mine'), { columns: { n: 'INTEGER' } });
      await table.put({ id: 'a' }, { n: 1n });
      await table.update({ id: 'a' }, { increment: { n: 41n } });
      expect(await table.get({ id: 'a' })).toEqual({ key: { id: 'a' }, columns: { n: 42n } });
      expect((await client('other').listTable({})).tableNames, 'instances are apart').toEqual([]);
      expect(await end(signal)).toBe(0);
      await expect(fetch(ready.endpoint)).rejects.toThrow();
    },
  );

  it('refuses another key', async () => {
    const { ready } = await start([]);
    const stranger = clientOf(ready.endpoint, { ...ready, accessKeySecret: 'guessed' }, 'mine');
    expect(await failureOf(stranger.listTable({}))).toMatchObject({ status: 403, code: 'OTSAuthFailed' });
  });

  it('keeps rows in its folder between two runs, on the port and with the key and instances that it was told', async () => {
    const env = { LIVE_STACK_ACCESS_KEY_ID: 'my-id', LIVE_STACK_ACCESS_KEY_SECRET: 'my-secret' };
    const args = ['--dir', 'rows', '--instance', 'mine', '--instance', 'yours'];
    const first = await start(args, env);
    expect(first.ready).toMatchObject({
      accessKeyId: 'my-id',
      accessKeySecret: 'my-secret',
      instances: ['mine', 'yours'],
    });
    const { client } = first;
    await client('mine').createTable(tableParams('t', {}));
    await new TestTable(client('mine'), 't', ['id']).put({ id: 'kept' });
    expect(await failureOf(client('other').listTable({}))).toMatchObject({ message: 'The instance is not found.' });
    expect(await first.end()).toBe(0);

    const { port } = new URL(first.ready.endpoint);
    const second = await start([...args, '--port', port], env);
    expect(second.ready.endpoint).toBe(first.ready.endpoint);
    const keys: Value[] = [];
    for (const row of (await new TestTable(second.client('mine'), 't', ['id']).range()).rows)
      keys.push(row?.key.id ?? '');
    expect(keys).toEqual(['kept']);
  });

  it('tells a person what to put into the SDK', async () => {
    const child = spawn(process.execPath, [COMMAND, 'tablestore', '--instance', 'mine'], {
      cwd: folder,
      stdio: 'pipe',
    });
    const lines = createInterface({ input: child.stdout });
    const said: string[] = [];
    for await (const line of lines) {
      said.push(line);
      if (line.includes('rows ')) child.kill('SIGINT');
    }
    expect(said.join('\n')).toMatch(
      /endpoint +http:\S+\n +instances +mine\n +accessKeyId +\S+\n +accessKeySecret +\S+\n +rows +in memory/,
    );
  });
});

describe('live-stack tablestore ends with a clear error', () => {
  it('when the port is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const { code, stdout } = await tablestore(['--port', String(port)]);
    expect({ code, ...JSON.parse(stdout).error }).toMatchObject({
      code: 'PortTaken',
      message: expect.stringContaining(`port ${port} on 127.0.0.1 is already in use`),
    });
    expect(code).toBe(2);
    holder.close();
  });

  it('when the folder is in use by another one', async () => {
    await start(['--dir', 'rows']);
    const { code, stdout } = await tablestore(['--dir', 'rows']);
    expect([code, JSON.parse(stdout).error.code]).toEqual([2, 'StoreNotOpened']);
  });

  it.each([
    ['when the folder is a file', ['--dir', 'file'], 'StoreNotOpened', /the store in file could not be opened/],
    ['when the name of an instance is invalid', ['--instance', 'x'], 'BadInstanceName', /Invalid instance name: 'x'/],
    ['when half of a key is given', ['--access-key-id', 'x'], 'HalfAnAccessKey', /an id and a secret/],
  ])('%s', async (_name, args, errorCode, message) => {
    await writeFile(join(folder, 'file'), '');
    const { code, stdout } = await tablestore(args);
    const { error } = JSON.parse(stdout);
    expect(error).toEqual({ code: errorCode, message: expect.stringMatching(message), hint: expect.any(String) });
    expect(code).toBe(2);
  });

  it('when the port is none', async () => {
    const { code, stderr } = await tablestore(['--port', '70000']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('between 0 and 65535') });
  });
});
