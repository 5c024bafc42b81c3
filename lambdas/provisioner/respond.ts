/** Posts the one answer of an event to ROS (ros.md §2.3). */
import { type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Clock } from '../cloud/clock.ts';
import type { Logger } from '../cloud/logger.ts';
import { retry, withDeadline } from '../cloud/retry.ts';
import type { AnswerTarget } from './event.ts';
import type { Data } from './resource.ts';

export type Answer =
  | { readonly status: 'SUCCESS'; readonly physicalResourceId: string; readonly data: Data }
  | { readonly status: 'FAILED'; readonly reason: string };

/** The object page says 4,096 bytes, the limits page 4,096 KB: the smaller one is safe under both. */
export const LARGEST_BODY = 4_096;
const ATTEMPTS = { attempts: 10, firstWaitMs: 500, longestWaitMs: 10_000, deadlineMs: 120_000 };
const ATTEMPT_MS = 20_000;

export type Respond = (target: AnswerTarget, answer: Answer) => Promise<void>;

export interface RespondOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
}

/** Tries each URL; a 4xx ends the tries at that URL, a 5xx or a broken connection is tried again. */
export function responder(options: RespondOptions): Respond {
  return async (target, answer) => {
    const body = bodyOf(target, answer);
    for (const url of target.urls) {
      try {
        await retry(() => post(url, body), {
          ...ATTEMPTS,
          clock: options.clock,
          random: options.random,
          isRetryable: (error) => !(error instanceof Rejected),
        });
        return;
      } catch (error) {
        // The URL is a credential: whoever has it can answer for the resource.
        const why = error instanceof Rejected ? `HTTP ${error.status}` : 'no connection';
        options.log.error('answer not accepted', { host: new URL(url).host, why });
      }
    }
  };
}

/** The JSON text, at most `LARGEST_BODY` bytes: a reason is shortened, too much data becomes a failure. */
export function bodyOf(target: AnswerTarget, answer: Answer): Buffer {
  const common = {
    StackId: target.stackId,
    RequestId: target.requestId,
    LogicalResourceId: target.logicalResourceId,
  };
  if (answer.status === 'SUCCESS') {
    const body = Buffer.from(
      JSON.stringify({
        Status: 'SUCCESS',
        ...common,
        PhysicalResourceId: answer.physicalResourceId,
        Data: answer.data,
      }),
    );
    if (body.length <= LARGEST_BODY) {
      return body;
    }
    const reason = `The attributes of this resource take ${body.length} bytes; ROS takes ${LARGEST_BODY}.`;
    return bodyOf(target, { status: 'FAILED', reason });
  }
  const physical = target.physicalResourceId ? { PhysicalResourceId: target.physicalResourceId } : {};
  const withReason = (reason: string) =>
    Buffer.from(JSON.stringify({ Status: 'FAILED', ...common, ...physical, Reason: reason }));
  let reason = answer.reason || 'No reason was given.';
  let body = withReason(reason);
  while (body.length > LARGEST_BODY && reason.length > 1) {
    // A character is 1 to 6 bytes of JSON, so this never cuts more than needed by far, and always ends.
    const excess = Math.max(1, Math.ceil((body.length - LARGEST_BODY) / 6));
    reason = `${[...reason].slice(0, -excess - 1).join('')}…`;
    body = withReason(reason);
  }
  return body;
}

class Rejected extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`ROS answered HTTP ${status}`);
    this.status = status;
  }
}

function post(url: string, body: Buffer): Promise<void> {
  const options: RequestOptions = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      // Bytes, not characters: with Chinese text they differ (P2).
      'content-length': body.length,
      date: new Date().toUTCString(),
    },
    agent: false,
  };
  const send = url.startsWith('https:') ? requestHttps : requestHttp;
  const sent = new Promise<void>((resolve, reject) => {
    const outgoing = send(url, options, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      if (status < 300) {
        resolve();
      } else {
        reject(status >= 500 || status === 429 ? new Error(`HTTP ${status}`) : new Rejected(status));
      }
    });
    outgoing.setTimeout(ATTEMPT_MS, () => outgoing.destroy(new Error('timeout')));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
  return withDeadline(sent, ATTEMPT_MS + 1_000, () => new Error('timeout'));
}
