/** Runs the built `live-stack` command as a person would, in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** How the command is called: the program and its first arguments. */
type Command = readonly [program: string, ...args: string[]];

/** What the build of this project made, on this Node.js. */
export const THIS_BUILD: Command = [process.execPath, join(PROJECT, 'dist/live-stack.js')];

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with a copy of `ros.json`; `change` edits its content first. */
export async function folder(change: (config: RosJson) => void = () => undefined): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'live-stack-'));
  const file = join(directory, 'ros.json');
  await cp(join(PROJECT, 'ros.json'), file);
  const config = JSON.parse(await readFile(file, 'utf8')) as RosJson;
  change(config);
  await writeFile(file, JSON.stringify(config));
  return directory;
}

export interface RosJson {
  defaults: Record<string, unknown>;
  stages: Record<string, Record<string, unknown> & { domains?: Record<string, string> }>;
}

/** Environment without anybody's credentials; the metadata service of a cloud host is not asked. */
const ENVIRONMENT: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
  NO_COLOR: '1',
};

function launch(directory: string, args: readonly string[], env: NodeJS.ProcessEnv, command: Command): ChildProcess {
  const [program, ...first] = command;
  return spawn(program, [...first, ...args], {
    cwd: directory,
    env: { ...ENVIRONMENT, ...env },
    stdio: 'pipe',
  });
}

/** Runs a command to its end. */
export async function run(
  directory: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  command: Command = THIS_BUILD,
): Promise<Finished> {
  const child = launch(directory, args, env, command);
  const [stdout, stderr] = [collect(child, 'stdout'), collect(child, 'stderr')];
  child.stdin?.end();
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: stdout(), stderr: stderr() };
}

export interface RunningStack {
  readonly directory: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Origin of the web clients. */
  readonly pages: string;
  readonly pid: number;
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Finished>;
  /** Also removes the folder. */
  dispose(): Promise<void>;
}

/** `live-stack start --json` until its JSON line. Throws with everything it printed when it ends before. */
export async function startStack(
  directory: string,
  args: readonly string[] = ['--ephemeral'],
  env: NodeJS.ProcessEnv = {},
  command: Command = THIS_BUILD,
): Promise<RunningStack> {
  const child = launch(directory, ['start', '--json', '--port', '0', ...args], env, command);
  const [stdout, stderr] = [collect(child, 'stdout'), collect(child, 'stderr')];
  const closed = once(child, 'close') as Promise<[number | null]>;
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const ready = once(lines, 'line') as Promise<[string]>;
  const line = await Promise.race([ready.then(([text]) => text), closed.then(() => undefined)]);
  const parsed =
    line === undefined ? undefined : (JSON.parse(line) as { outputs?: Record<string, string>; pages?: string });
  if (!parsed?.outputs) throw new Error(`live-stack start ended early:\n${stdout()}\n${stderr()}`);
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<Finished> => {
    child.kill(signal);
    const [code] = await closed;
    return { code, stdout: stdout(), stderr: stderr() };
  };
  return {
    directory,
    outputs: parsed.outputs,
    pages: String(parsed.pages),
    pid: child.pid as number,
    stop,
    dispose: async () => {
      if (child.exitCode === null) await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function collect(child: ChildProcess, stream: 'stdout' | 'stderr'): () => string {
  const chunks: Buffer[] = [];
  child[stream]?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}

/** POST as the AUI Kits clients do; answers status and parsed body. */
export async function post(
  url: string,
  body: unknown,
  token?: string,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** Logs a user of a `demo` stage in: the password is the user name. */
export async function login(appServer: string, user: string): Promise<string> {
  const { body } = await post(`${appServer}/api/v1/live/login`, { username: user, password: user });
  return String(body.token);
}
