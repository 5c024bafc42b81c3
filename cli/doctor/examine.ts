/** Runs checks and gathers their findings; a check that cannot be answered is a finding too. */
import { CliError } from '../errors.ts';
import type { Check, Finding, Verdict, World } from './check.ts';

export interface Examined {
  readonly id: string;
  readonly title: string;
  readonly findings: readonly Finding[];
}

/** Credentials that are refused make every further question to the cloud useless. */
const GATE = 'credentials';

/** Answers in the order of `checks`. */
export async function examine(checks: readonly Check[], world: World): Promise<Examined[]> {
  const gate = checks.find(({ id }) => id === GATE);
  const first = gate && (await one(gate, world));
  const isShut = first?.findings.some(({ verdict }) => verdict === 'problem') ?? false;
  return Promise.all(
    checks.map(async (check) => {
      if (check === gate && first) return first;
      if (isShut && check.needsCloud) return skipped(check);
      return one(check, world);
    }),
  );
}

export function worstOf(examined: readonly Examined[]): Verdict {
  const verdicts = examined.flatMap(({ findings }) => findings.map(({ verdict }) => verdict));
  const order: readonly Verdict[] = ['problem', 'warning', 'unknown'];
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'ok';
}

async function one(check: Check, world: World): Promise<Examined> {
  const { id, title } = check;
  try {
    return { id, title, findings: await check.run(world) };
  } catch (error) {
    return { id, title, findings: [unanswered(check, error)] };
  }
}

/** What a service refuses to tell is unknown; that it refuses the credentials, or a template that is not sound, is a problem. */
function unanswered({ id }: Check, error: unknown): Finding {
  const isCertain = id === GATE || id === 'template';
  if (!(error instanceof CliError) && !isCertain) throw error;
  const { message } = error as Error;
  const hint = error instanceof CliError ? error.hint : undefined;
  return { verdict: isCertain ? 'problem' : 'unknown', says: message, ...(hint ? { mend: hint } : {}) };
}

function skipped({ id, title }: Check): Examined {
  return { id, title, findings: [{ verdict: 'unknown', says: 'Not asked: the credentials are not accepted.' }] };
}
