/** Runs a function's process so that nothing of it outlives this one, not even when this one is killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { StartCommand } from './start-command.ts';

/**
 * The shell becomes the function's process (`exec`), so that pid, exit code and signals are the function's own. Before
 * that it leaves a watcher behind, which waits on descriptor 3: a pipe that ends when this process ends, however it ends.
 * Then the watcher kills the process group. `$$` is the function's pid and, since the group is new, the group's id.
 */
const GUARD = [
  "(trap '' HUP INT TERM; read -r _ <&3; kill -KILL -$$) >/dev/null 2>&1 &",
  'unset PWD OLDPWD SHLVL',
  'exec "$@" 3<&-',
].join('\n');

/** How long a process may take after SIGTERM. Real time: it is about an operating-system process. */
const TERM_GRACE_MS = 2_000;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  readonly pid: number | undefined;
  /** Resolves when the process has ended and its output has been read. */
  readonly exited: Promise<Exit>;
  /** SIGTERM, and SIGKILL after two seconds; resolves like `exited`. */
  stop(): Promise<Exit>;
  /** SIGKILL at once, for it and for what it started. */
  kill(): void;
}

export interface ProcessOptions {
  readonly command: StartCommand;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
}

export function startProcess({ command, folder, environment, onLine }: ProcessOptions): RunningProcess {
  const guarded = process.platform !== 'win32';
  const child = guarded
    ? spawn('/bin/sh', ['-c', GUARD, 'sh', command.file, ...command.args], {
        cwd: folder,
        env: environment,
        // A group of its own: Ctrl-C at the terminal reaches the local cloud only, which then stops its functions in order.
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      })
    : spawn(command.file, [...command.args], { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const signal = (name: NodeJS.Signals): void => sendSignal(child, name, guarded);
  child.once('exit', () => {
    // What the function itself started, and the watcher.
    if (guarded) signal('SIGKILL');
  });
  const exited = exitOf(child);
  if (child.stdout) readLines(child.stdout, onLine);
  if (child.stderr) readLines(child.stderr, onLine);
  return {
    pid: child.pid,
    exited,
    stop: async () => {
      signal('SIGTERM');
      const timer = setTimeout(() => signal('SIGKILL'), TERM_GRACE_MS);
      const exit = await exited;
      clearTimeout(timer);
      return exit;
    },
    kill: () => signal('SIGKILL'),
  };
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', () => resolve({ code: 127, signal: null }));
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

function sendSignal(child: ChildProcess, name: NodeJS.Signals, group: boolean): void {
  if (child.pid === undefined) return;
  if (!group) {
    child.kill(name);
    return;
  }
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    // All of the group have ended already (macOS says EPERM of a group of zombies), which is what was wanted.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}
