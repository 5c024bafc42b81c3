/** Programs of their own that take part in a benchmark: started, told that they are ready, ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The project, seen from where `run.mjs` puts the bundles. */
export const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const COMMAND = `${PROJECT}dist/live-stack.js`;

export interface Program {
  /** The first line that it printed. */
  readonly line: string;
  /** Milliseconds from its start to that line. */
  readonly readyMs: number;
  end(): Promise<void>;
}

/** What runs: ended when a benchmark fails before it ends them itself. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts `node <file> <args>` and waits for its first line. */
export async function startProgram(
  file: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Program> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [file, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const exited = once(child, 'exit').finally(() => running.delete(child));
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([
    once(lines, 'line').then(([text]) => String(text)),
    exited.then(() => {
      throw new Error(`${file} ended before it printed a line`);
    }),
  ]);
  const readyMs = performance.now() - startedAt;
  // What it prints later is thrown away unread: taking it apart would cost the process that measures.
  lines.close();
  child.stdout.resume();
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  return { line, readyMs, end };
}

/** The bundle of one of `programs/*.ts`, or of a file beside `main.ts`. */
export function programFile(name: string): string {
  return fileURLToPath(new URL(`./${name}.mjs`, import.meta.url));
}

/** Runs the built `live-stack` command to its end and answers the milliseconds it took and what it printed. */
export async function runCommand(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return run([COMMAND, ...args], env);
}

/** Runs `node <args>` to its end. Throws with everything it printed when it fails. */
export async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: PROJECT,
    env: { PATH: process.env.PATH, HOME: '/nonexistent', ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [collect(child, 'stdout'), collect(child, 'stderr')];
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}:\n${stdout()}${stderr()}`);
  return { ms: performance.now() - startedAt, stdout: stdout() };
}

function collect(child: ChildProcess, stream: 'stdout' | 'stderr'): () => string {
  let text = '';
  child[stream]?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return () => text;
}
