/** ClientToken: a repeated call with the same token gets the first answer, and nothing is done again. */
import { createHash } from 'node:crypto';
import type { Action, Params } from '../openapi/service.ts';
import { rosError } from './errors.ts';
import type { JsonMap } from './json.ts';

interface Remembered {
  readonly digest: string;
  readonly answer: JsonMap;
}

export class IdempotencyTokens {
  private readonly byToken = new Map<string, Remembered>();

  /** The action, so that it heeds `ClientToken`. Only successes are remembered. */
  guard(name: string, action: Action): Action {
    return async (params, context) => {
      const token = params.ClientToken;
      if (typeof token !== 'string') return action(params, context);
      if (!/^[\w-]{1,64}$/.test(token)) {
        throw rosError.invalidParameter('ClientToken', 'it should have up to 64 letters, digits, - and _');
      }
      const digest = digestOf(name, params);
      const known = this.byToken.get(token);
      if (known && known.digest !== digest) throw rosError.invalidIdempotence();
      const answer = known?.answer ?? (await action(params, context));
      this.byToken.set(token, { digest, answer });
      return answer;
    };
  }

  save(): Record<string, { digest: string; answer: JsonMap }> {
    return Object.fromEntries(this.byToken);
  }

  load(saved: Readonly<Record<string, Remembered>>): void {
    for (const [token, remembered] of Object.entries(saved)) this.byToken.set(token, remembered);
  }
}

/** A digest, not the parameters: they may hold secrets. */
function digestOf(name: string, params: Params): string {
  return createHash('sha256')
    .update(name)
    .update(JSON.stringify(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex');
}
