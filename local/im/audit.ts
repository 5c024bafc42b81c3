/** Asks the application's own audit whether a message may be sent (live.md §4). */
import type { MessageApp } from '../live/messaging/apps.ts';
import { type CallbackOptions, postCallback } from './callback-request.ts';

export interface AuditOptions extends CallbackOptions {
  readonly log: (line: string) => void;
}

/** Undefined when the message passes, else why it does not. */
export type Verdict = string | undefined;

export class Audit {
  readonly #options: AuditOptions;

  constructor(options: AuditOptions) {
    this.#options = options;
  }

  /** UNCERTAIN: the values of `AuditType`; an audit happens where an address is set, whatever the type. */
  isWanted({ auditUrl }: MessageApp): boolean {
    return auditUrl !== '';
  }

  /** What cannot be asked, or is answered with anything but 200, passes unaudited. */
  async verdict(app: MessageApp, content: string): Promise<Verdict> {
    try {
      const { status, text } = await postCallback(app.auditUrl, app, { content }, this.#options);
      if (status === 200) return refusalIn(JSON.parse(text));
      this.#options.log(`im: the audit of ${app.appId} answered ${status}: the message passes unaudited`);
    } catch (error) {
      this.#options.log(`im: the audit of ${app.appId} failed: ${(error as Error).message}: the message passes`);
    }
    return undefined;
  }
}

function refusalIn(answer: unknown): Verdict {
  if (typeof answer !== 'object' || answer === null || !('pass' in answer) || answer.pass !== false) return undefined;
  return 'reason' in answer && typeof answer.reason === 'string' ? answer.reason : '';
}
