/** What every command is given: the world it works in, and the numbers that all share. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Terminal } from './terminal.ts';

/** The stage that runs on this machine; every other one is deployed to Alibaba Cloud. */
export const LOCAL_STAGE = 'local';

/** Where `start` keeps its state and its outputs, in the folder it is run in. */
export const LOCAL_DIRECTORY = '.local';

/** Milliseconds between two looks at a stack: a local one moves faster. */
export const WATCH_INTERVAL_MS = { local: 150, cloud: 2_000 } as const;

/** Milliseconds between two looks at DNS records: real DNS is not faster, and the service allows more (live.md §1). */
export const RECORDS_INTERVAL_MS = { local: 500, cloud: 10_000 } as const;

/** Minutes after which ROS gives an operation up (10 to 1440). */
export const STACK_TIMEOUT_MINUTES = { local: 10, cloud: 60 } as const;

export interface CommandContext {
  readonly terminal: Terminal;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** Somebody sits at a terminal and may be asked; never with `--json`, nor where `CI` is set. */
  readonly canAsk: boolean;
}

export const pause = async (ms: number): Promise<void> => {
  await sleep(ms);
};
