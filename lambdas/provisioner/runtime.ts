/** Answers every event of ROS exactly once, whatever happens while it is carried out (P1). */
import type { Clock } from '../cloud/clock.ts';
import type { RandomSource } from '../cloud/keys.ts';
import type { Logger } from '../cloud/logger.ts';
import type { OpenApi } from '../cloud/openapi.ts';
import { redact } from '../cloud/redact.ts';
import { withDeadline } from '../cloud/retry.ts';
import { settings as settingsOf } from '../cloud/settings.ts';
import type { Tablestore } from '../cloud/tablestore.ts';
import { answerTargetOf, parseRequest } from './event.ts';
import type { Journal } from './journal.ts';
import { carryOut } from './lifecycle.ts';
import { reasonOf } from './reasons.ts';
import { type Context, Refusal, type ResourceType } from './resource.ts';
import type { Answer, Respond } from './respond.ts';
import { waitUntil } from './wait.ts';

/** The cloud as this invocation may use it. */
export interface Invocation {
  readonly openApi: OpenApi;
  readonly rows: Tablestore;
  /** Until the function is ended by the platform, in milliseconds. */
  readonly remainingMs: number;
}

export interface RuntimeOptions {
  readonly types: readonly ResourceType[];
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly log: Logger;
  /** Values to hide from logs; the caller's logger looks them up here. */
  readonly secrets: Set<string>;
  readonly respond: Respond;
}

/** Kept back for undoing and for the answer. */
const RESERVE_MS = 20_000;

/** Carries out one event and answers it. Never throws for what the event asks; `connect` may throw (no credentials). */
export async function handleEvent(event: unknown, connect: () => Invocation, options: RuntimeOptions): Promise<void> {
  const target = answerTargetOf(event);
  if (!target) {
    options.log.error('event without ResponseURL: nobody can be answered');
    return;
  }
  const answer = await answerOf(event, connect, options);
  options.log.info('answer', { status: answer.status, reason: answer.status === 'FAILED' ? answer.reason : undefined });
  await options.respond(target, answer);
}

async function answerOf(event: unknown, connect: () => Invocation, options: RuntimeOptions): Promise<Answer> {
  try {
    const request = parseRequest(event);
    const log = options.log.with({
      requestType: request.RequestType,
      resourceType: request.ResourceType,
      logicalResourceId: request.LogicalResourceId,
      rosRequestId: request.RequestId,
    });
    log.info('event');
    const invocation = connect();
    const contextFor = (journal: Journal) => contextOf(journal, invocation, { ...options, log });
    const types = new Map(options.types.map((type) => [type.type, type]));
    const { clock, secrets } = options;
    const work = carryOut({ request, rows: invocation.rows, clock, log, types, secrets, contextFor });
    // The last guard, in real time: something that hangs without asking the clock.
    return await withDeadline(work, Math.max(1, invocation.remainingMs - RESERVE_MS / 4), () => tooLate(invocation));
  } catch (error) {
    options.log.error('failed', { error });
    return { status: 'FAILED', reason: redact(reasonOf(error), options.secrets) };
  }
}

function tooLate({ remainingMs }: Invocation): Error {
  return new Refusal(
    `Not finished within ${Math.round(remainingMs / 1_000)} s, the function's time. Deploy again to continue.`,
  );
}

function contextOf(journal: Journal, { openApi, rows, remainingMs }: Invocation, options: RuntimeOptions): Context {
  const { clock, random, log, secrets } = options;
  const deadline = clock.now() + Math.max(0, remainingMs - RESERVE_MS);
  const settings = settingsOf(rows, { clock });
  return {
    openApi,
    settings,
    journal,
    clock,
    random,
    log,
    hide: (secret) => secrets.add(secret),
    waitUntil: (what, check) => waitUntil(what, check, { clock, deadline }),
    writeSetting: async (name, value) => {
      await journal.record('setting', name);
      await settings.write(name, value);
    },
  };
}
