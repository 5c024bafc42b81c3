/** Lines that functions print: to the log store of the function, and kept for callers who ask for the tail of the log. */
import type { Clock } from '../clock.ts';
import type { FunctionName } from './arn.ts';
import { LIMITS } from './limits.ts';
import type { LogTarget } from './settings.ts';

export interface LogEntry {
  readonly timeMs: number;
  readonly contents: Readonly<Record<string, string>>;
}

/** The part of the local SLS that is used here. */
export interface LogStore {
  /** Answers false, or throws, when there is no such log store. */
  append(project: string, logstore: string, entries: readonly LogEntry[]): unknown;
}

export interface FunctionLogOptions {
  readonly name: FunctionName;
  readonly target: LogTarget | undefined;
  readonly sls: LogStore;
  readonly clock: Clock;
  readonly log: (message: string) => void;
}

export class FunctionLog {
  readonly #options: FunctionLogOptions;
  #refused = false;

  constructor(options: FunctionLogOptions) {
    this.#options = options;
  }

  /** Field names as Function Compute writes them. `requestId` where it is known which request the line belongs to. */
  write(line: string, instanceId: string, requestId: string | undefined): void {
    const { name, target, clock, log } = this.#options;
    const message = cut(line);
    log(`${name.functionName}: ${message}`);
    if (!target) return;
    const contents: Record<string, string> = {
      functionName: name.functionName,
      instanceID: instanceId,
      qualifier: 'LATEST',
    };
    if (name.serviceName !== undefined) contents.serviceName = name.serviceName;
    if (requestId !== undefined) contents.requestId = requestId;
    this.#append(target, { timeMs: clock.now(), contents: { ...contents, message } });
  }

  /** A missing log store does not fail the function; it is told once. */
  #append(target: LogTarget, entry: LogEntry): void {
    const refused = (error: unknown): void => {
      if (this.#refused) return;
      this.#refused = true;
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.log(`${this.#options.name.functionName}: its log store does not take lines: ${reason}`);
    };
    try {
      const done = this.#options.sls.append(target.project, target.logstore, [entry]);
      if (done instanceof Promise) done.catch(refused);
      if (done === false) refused(new Error(`there is no log store ${target.logstore} in project ${target.project}`));
    } catch (error) {
      refused(error);
    }
  }
}

function cut(line: string): string {
  const bytes = Buffer.from(line);
  return bytes.length <= LIMITS.logLine ? line : bytes.subarray(0, LIMITS.logLine).toString('utf8');
}
