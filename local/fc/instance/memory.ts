/** How much memory a function's process holds, and what is done when that is more than its `MemorySize`. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Schedule } from '../../schedule.ts';

/** Bytes that a process holds; undefined when it has ended or the system does not tell. */
export type ReadMemory = (pid: number) => Promise<number | undefined>;

/** Milliseconds of the passed clock between two looks. An allocation that is given back sooner is not seen. */
export const MEMORY_CHECK_MS = 500;

const KIB = 1024;
const MIB = 1024 * KIB;

export interface MemoryWatch {
  readonly pid: number;
  readonly limitMb: number;
  readonly schedule: Schedule;
  readonly read: ReadMemory;
  /** Called once, with the bytes that were found. */
  readonly onExceeded: (bytes: number) => void;
}

/** Looks now and then until the limit is exceeded, the process has ended, or the answered function is called. */
export function watchMemory({ pid, limitMb, schedule, read, onExceeded }: MemoryWatch): () => void {
  let stopped = false;
  let cancel = (): void => undefined;
  const look = async (): Promise<void> => {
    const bytes = await read(pid);
    if (stopped || bytes === undefined) return;
    if (bytes > limitMb * MIB) onExceeded(bytes);
    else next();
  };
  // The reader tells failures as undefined.
  const next = (): void => {
    cancel = schedule.after(MEMORY_CHECK_MS, () => void look());
  };
  next();
  return () => {
    stopped = true;
    cancel();
  };
}

/** The reader for this operating system. What the process's own children hold is not counted. */
export function memoryReader(platform: NodeJS.Platform = process.platform): ReadMemory {
  if (platform === 'linux') return readProcStatus;
  return platform === 'win32' ? () => Promise.resolve(undefined) : readPs;
}

/**
 * What a container is charged for and cannot give back: pages of its own and shared memory. Without the program's file
 * (some 45 MB of a Node.js process), which the kernel drops and reads again when memory is short.
 */
async function readProcStatus(pid: number): Promise<number | undefined> {
  const held = [...statusOf(pid).matchAll(/^(?:RssAnon|RssShmem):\s+(\d+) kB$/gm)];
  return held.length === 0 ? undefined : held.reduce((sum, [, kib]) => sum + Number(kib) * KIB, 0);
}

/** The kernel answers at once, without a disk: a way over the thread pool, twice a second for each instance, costs far more. */
function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

/** `ps` knows the whole resident size only: on macOS the limit is stricter by the program's own file. */
async function readPs(pid: number): Promise<number | undefined> {
  const found = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => undefined);
  const kib = Number.parseInt(found?.stdout ?? '', 10);
  return Number.isNaN(kib) ? undefined : kib * KIB;
}
