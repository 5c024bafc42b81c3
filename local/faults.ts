/** Faults that tests and people switch on for a product's action: what networks and busy services do to callers. */
import { randomUUID } from 'node:crypto';

/**
 * `latency`: the answer comes late. `throttling`, `unavailable`, `forbidden`: the service's own refusal, of which only the
 * last is final. `reset`: the connection is reset. `cut`: the connection ends in the middle of the answer.
 */
export const FAULT_KINDS = ['latency', 'throttling', 'unavailable', 'forbidden', 'reset', 'cut'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultRule {
  /** Product name, e.g. `live`; `*` for every product. */
  readonly product: string;
  /** Action name, e.g. `AddLiveDomain`; `*` for every action. */
  readonly action: string;
  readonly kind: FaultKind;
  /** Milliseconds; for `latency` only. */
  readonly latencyMs?: number;
  /** How many requests are hit; absent: until the rule is removed. */
  readonly times?: number;
  /** How many matching requests pass unharmed first. */
  readonly after?: number;
  /** For `reset` and `cut`: true when the service does the work before the connection breaks. */
  readonly worked?: boolean;
}

export interface ActiveFault extends FaultRule {
  readonly id: string;
  readonly hits: number;
}

interface Entry {
  readonly id: string;
  readonly rule: FaultRule;
  passed: number;
  hits: number;
}

export class Faults {
  #entries: Entry[] = [];

  add(rule: FaultRule): ActiveFault {
    const entry: Entry = { id: randomUUID(), rule, passed: 0, hits: 0 };
    this.#entries.push(entry);
    return { ...rule, id: entry.id, hits: 0 };
  }

  list(): ActiveFault[] {
    return this.#entries.map(({ id, rule, hits }) => ({ ...rule, id, hits }));
  }

  clear(): void {
    this.#entries = [];
  }

  /** The fault that hits this request, if any; counts it. */
  take(product: string, action: string): FaultRule | undefined {
    for (const entry of this.#entries) {
      if (!matches(entry.rule, product, action)) continue;
      if (entry.passed < (entry.rule.after ?? 0)) {
        entry.passed += 1;
        continue;
      }
      if (entry.hits >= (entry.rule.times ?? Number.POSITIVE_INFINITY)) continue;
      entry.hits += 1;
      return entry.rule;
    }
    return undefined;
  }
}

function matches(rule: FaultRule, product: string, action: string): boolean {
  return (rule.product === '*' || rule.product === product) && (rule.action === '*' || rule.action === action);
}

/** Reads a rule that arrived as JSON; throws with what was expected. */
export function parseFaultRule(input: unknown): FaultRule {
  if (typeof input !== 'object' || input === null) throw new Error('a fault is an object: {product, action, kind}');
  const rule = input as Record<string, unknown>;
  for (const name of ['product', 'action'] as const) {
    if (typeof rule[name] !== 'string') throw new Error(`${name}: a string is expected, "*" for every ${name}`);
  }
  if (!FAULT_KINDS.includes(rule.kind as FaultKind)) throw new Error(`kind: one of ${FAULT_KINDS.join(', ')}`);
  for (const name of ['latencyMs', 'times', 'after'] as const) {
    const value = rule[name];
    if (value !== undefined && !(Number.isInteger(value) && (value as number) >= 0)) {
      throw new Error(`${name}: a whole number of at least 0 is expected`);
    }
  }
  if (rule.worked !== undefined && typeof rule.worked !== 'boolean')
    throw new Error('worked: true or false is expected');
  const known = ['product', 'action', 'kind', 'latencyMs', 'times', 'after', 'worked'];
  const unknown = Object.keys(rule).find((key) => !known.includes(key));
  if (unknown) throw new Error(`${unknown}: unknown; known are ${known.join(', ')}`);
  return rule as unknown as FaultRule;
}
