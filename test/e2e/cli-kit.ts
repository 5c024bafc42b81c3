/** A local cloud in this process as a real endpoint, and the built command in a folder that tests of one file share. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../local/cloud.ts';
import { type Finished, folder, type RosJson, run } from './live-stack.ts';

const COMMAND = fileURLToPath(new URL('../../dist/live-stack.js', import.meta.url));

export interface CliKit {
  readonly cloud: LocalCloud;
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  /** Runs to the end. */
  live(...args: string[]): Promise<Finished>;
  /** Runs with `--json` and answers what it printed. */
  data<Data = Record<string, unknown>>(...args: string[]): Promise<Data>;
  /** Starts and answers at once. */
  begin(...args: string[]): ChildProcess;
  /** Throws when any command that ran to its end has printed a secret of the account. */
  close(): Promise<void>;
}

export async function openCliKit(
  change?: (config: RosJson) => void,
  options: Partial<LocalCloudOptions> = {},
): Promise<CliKit> {
  const cloud = await startLocalCloud({ port: 0, triggerPort: 0, ...options });
  const directory = await folder(change);
  const env = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: cloud.account.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: cloud.account.accessKeySecret,
    LIVE_STACK_ENDPOINT: cloud.endpoint,
    LIVE_STACK_STAGE: 'local',
  };
  const { accessKeySecret, artcApp } = cloud.account;
  const leaks: string[] = [];
  const live = async (...args: string[]): Promise<Finished> => {
    const finished = await run(directory, args, env);
    const told = `${finished.stdout}${finished.stderr}`;
    if ([accessKeySecret, artcApp.appKey].some((secret) => told.includes(secret))) leaks.push(args.join(' '));
    return finished;
  };
  return {
    cloud,
    directory,
    env,
    live,
    data: async <Data>(...args: string[]) => {
      const { stdout, stderr } = await live('--json', ...args);
      if (stdout === '') throw new Error(`${args.join(' ')} printed nothing but: ${stderr}`);
      return JSON.parse(stdout) as Data;
    },
    begin: (...args) =>
      spawn(process.execPath, [COMMAND, ...args], {
        cwd: directory,
        env: {
          PATH: process.env.PATH,
          HOME: '/nonexistent',
          ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
          NO_COLOR: '1',
          ...env,
        },
        stdio: 'pipe',
      }),
    close: async () => {
      await cloud.close();
      await rm(directory, { recursive: true, force: true });
      if (leaks.length > 0) throw new Error(`these commands printed a secret: ${leaks.join('; ')}`);
    },
  };
}

/** Collects a stream of a child until it holds the text. Rejects with everything when the child ends before. */
export async function until(child: ChildProcess, stream: 'stdout' | 'stderr', text: string): Promise<string> {
  let seen = '';
  const found = new Promise<string>((resolve) => {
    child[stream]?.on('data', (chunk: Buffer) => {
      seen += chunk.toString('utf8');
      if (seen.includes(text)) resolve(seen);
    });
  });
  const ended = once(child, 'close').then((): never => {
    throw new Error(`it ended without "${text}":\n${seen}`);
  });
  return Promise.race([found, ended]);
}
