/** Goes through all phases of a room on a deployed stage for the command line, and fails when something does not work. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandContext } from '../context.ts';
import { CliError } from '../errors.ts';
import type { User } from './context.ts';
import { lineOf, type SmokeReport, summaryOf } from './report.ts';
import { runSmoke } from './smoke.ts';

export interface SmokeCommandOptions {
  readonly url: string;
  readonly user?: readonly string[];
  readonly password?: readonly string[];
  readonly messaging?: string;
  /** Seconds. */
  readonly patience: number;
}

export async function runSmokeCommand(options: SmokeCommandOptions, { terminal }: CommandContext): Promise<void> {
  const report = await runSmoke({
    url: originOf(options.url),
    users: usersOf(options),
    ...(options.messaging === undefined ? {} : { messagingOrigin: originOf(options.messaging) }),
    patienceMs: options.patience * 1_000,
    clock: { now: Date.now, sleep: async (ms) => sleep(ms) },
    mark: randomBytes(4).toString('hex'),
    told: (result) => terminal.step(lineOf(result)),
  });
  if (report.failed > 0) {
    throw failure(report);
  }
  terminal.result(summaryOf(report), report);
}

function failure(report: SmokeReport): CliError {
  const failed = report.steps.filter(({ verdict }) => verdict === 'failed');
  const [first] = failed;
  return new CliError('SmokeFailed', `${summaryOf(report)}: ${failed.map(({ id }) => id).join(', ')}`, {
    hint: `Begin with "${first?.id}": ${first?.next}`,
    details: { report },
  });
}

function originOf(url: string): string {
  if (URL.canParse(url) && /^(https?|wss?):$/.test(new URL(url).protocol)) {
    return new URL(url).origin.replace(/^ws/, 'http');
  }
  throw new CliError('BadUrl', `${url} is no URL`, { hint: 'Give the output AppServerUrl of the stack.', exitCode: 2 });
}

/** Names and passwords in the same order. */
function usersOf({ user = [], password = [] }: SmokeCommandOptions): User[] {
  const isComplete = user.length === password.length && [0, 3].includes(user.length);
  if (!isComplete) {
    throw new CliError('BadUsers', 'three users with their passwords are expected', {
      hint: 'Pass --user and --password three times each: anchor, guest, viewer. A stage of the mode "demo" needs none.',
      exitCode: 2,
    });
  }
  return user.map((name, index) => ({ name, password: password[index] ?? '' }));
}
