/** DNS records that a person must add: says which, waits with visible progress, and goes on once they are seen. */

export interface WantedRecord {
  readonly type: 'TXT' | 'CNAME';
  readonly host: string;
  readonly value: string;
  /** What it is for, as half a sentence. */
  readonly purpose: string;
}

export interface WaitOptions {
  /** Milliseconds; 0 looks once. */
  readonly waitMs: number;
  /** Milliseconds between two looks. */
  readonly intervalMs: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly notify: (text: string) => void;
  readonly signal: AbortSignal;
}

const PROGRESS_EVERY_MS = 60_000;

/**
 * Looks until nothing is missing or the time is over; answers what is missing then. Each run begins with a look, so a
 * command that is run again goes on where the last one ended.
 */
export async function waitForRecords(
  look: () => Promise<readonly WantedRecord[]>,
  { waitMs, intervalMs, now, sleep, notify, signal }: WaitOptions,
): Promise<readonly WantedRecord[]> {
  const start = now();
  let missing = await look();
  if (missing.length > 0 && waitMs > 0)
    notify(['Add these DNS records; this command waits for them:', ...linesOf(missing)].join('\n'));
  let told = start;
  while (missing.length > 0 && now() - start < waitMs) {
    signal.throwIfAborted();
    await sleep(Math.min(intervalMs, waitMs - (now() - start)));
    const before = missing.length;
    missing = await look();
    if (missing.length < before || now() - told >= PROGRESS_EVERY_MS) {
      told = now();
      notify(progress(missing.length, now() - start, waitMs));
    }
  }
  return missing;
}

/** One line a record, as DNS consoles ask for it. */
export function linesOf(records: readonly WantedRecord[]): string[] {
  return records.map(({ type, host, value, purpose }) => `  ${type.padEnd(5)} ${host}  →  ${value}   (${purpose})`);
}

function progress(missing: number, passedMs: number, waitMs: number): string {
  const time = (ms: number): string =>
    `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1_000) % 60).padStart(2, '0')}`;
  if (missing === 0) return 'All DNS records are there';
  return `Waiting for ${missing} DNS record${missing === 1 ? '' : 's'} (${time(passedMs)} of ${time(waitMs)})`;
}
