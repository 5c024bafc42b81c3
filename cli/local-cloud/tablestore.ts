/** The local Tablestore on its own, for the tests of any project that uses the service. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { listen, PortTakenError } from '../../local/listen.ts';
import { createTablestoreServer } from '../../local/tablestore/server.ts';
import type { CommandContext } from '../context.ts';
import { CliError } from '../errors.ts';

export interface TablestoreOptions {
  /** Exactly this port; 0: any free one. */
  readonly port: number;
  /** Where rows are kept; absent: in memory. */
  readonly dir?: string;
  /** The only instances there are; absent: each is made at its first request. */
  readonly instance?: readonly string[];
  /** Absent: made up. One without the other is a mistake. */
  readonly accessKeyId?: string;
  readonly accessKeySecret?: string;
}

interface AccessKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

const HOST = '127.0.0.1';

/** Stays until the signal. */
export async function runTablestore(options: TablestoreOptions, { terminal, signal }: CommandContext): Promise<void> {
  const key = accessKeyOf(options);
  const { instance: instances, dir: directory } = options;
  const server = make(() => createTablestoreServer({ ...key, instances, directory }));
  try {
    const endpoint = `http://${HOST}:${await bind(server, options.port)}`;
    await openStore(endpoint, directory);
    terminal.result(summary(endpoint, key, options), { endpoint, instances: instances ?? [], ...key });
    if (!signal.aborted) await once(signal, 'abort');
    terminal.step('Stopping');
  } finally {
    if (server.listening) {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    }
  }
}

function accessKeyOf({ accessKeyId, accessKeySecret }: TablestoreOptions): AccessKey {
  if (accessKeyId && accessKeySecret) return { accessKeyId, accessKeySecret };
  if (accessKeyId || accessKeySecret) {
    throw new CliError('HalfAnAccessKey', 'an access key is an id and a secret, only one of them was given', {
      hint: 'Give both --access-key-id and --access-key-secret, or neither: one is made up then and printed.',
      exitCode: 2,
    });
  }
  return { accessKeyId: `LTAI${randomBytes(10).toString('hex')}`, accessKeySecret: randomBytes(15).toString('hex') };
}

/** The one thing that is checked before listening is the names of the instances. */
function make(create: () => Server): Server {
  try {
    return create();
  } catch (error) {
    throw new CliError('BadInstanceName', (error as Error).message, {
      hint: 'Give --instance another name.',
      exitCode: 2,
    });
  }
}

async function bind(server: Server, port: number): Promise<number> {
  try {
    return await listen(server, { host: HOST, port, exact: true });
  } catch (error) {
    if (!(error instanceof PortTakenError)) throw error;
    throw new CliError('PortTaken', error.message, { hint: 'Without --port, any free one is taken.', exitCode: 2 });
  }
}

/** The store opens with its first request, so one is sent: a folder that cannot be used is told now and not to a client. */
async function openStore(endpoint: string, directory: string | undefined): Promise<void> {
  const answer = await fetch(`${endpoint}/ListTable`, { method: 'POST', headers: { 'x-ots-date': '' } });
  const text = await answer.text();
  if (answer.status !== 500) return;
  throw new CliError('StoreNotOpened', `the store in ${directory} could not be opened: ${text}`, {
    hint: 'Name another folder with --dir, or end the other program that has this one open.',
    exitCode: 2,
  });
}

function summary(endpoint: string, { accessKeyId, accessKeySecret }: AccessKey, options: TablestoreOptions): string {
  return [
    '',
    'A local Tablestore is up; Ctrl-C stops it.',
    '',
    `  endpoint         ${endpoint}`,
    `  instances        ${options.instance?.join(', ') ?? 'any: each is made at its first request'}`,
    `  accessKeyId      ${accessKeyId}`,
    `  accessKeySecret  ${accessKeySecret}`,
    `  rows             ${options.dir === undefined ? 'in memory' : `kept in ${options.dir}`}`,
    '',
  ].join('\n');
}
