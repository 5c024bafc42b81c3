/** Faults that tests and people switch on: what networks and busy services do to callers, callbacks and resources. */
import { randomUUID } from 'node:crypto';

/**
 * What a request meets. `latency`: the answer comes late. `throttling`, `unavailable`, `forbidden`: the service's own
 * refusal, of which only the last is final. `not-activated`: that of a product which the account never activated. `reset`: the
 * connection is reset. `cut`: the connection ends in the middle of the answer.
 */
export const REQUEST_FAULTS = [
  'latency',
  'throttling',
  'unavailable',
  'forbidden',
  'not-activated',
  'reset',
  'cut',
] as const;
/** Products that an account has to activate: each refuses in its own words when it has not. */
const ACTIVATED = ['live', 'vod', 'fc', 'tablestore', 'sls'];
/** What a callback meets on its way: it never arrives, arrives twice, or arrives late. */
export const CALLBACK_FAULTS = ['lost', 'duplicate', 'late'] as const;
/** What a new resource meets. `configuring`: a domain added while it lasts never gets online. */
export const STATE_FAULTS = ['configuring'] as const;
export const FAULT_KINDS = [...REQUEST_FAULTS, ...CALLBACK_FAULTS, ...STATE_FAULTS] as const;

export type RequestFaultKind = (typeof REQUEST_FAULTS)[number];
export type CallbackFaultKind = (typeof CALLBACK_FAULTS)[number];
export type StateFaultKind = (typeof STATE_FAULTS)[number];
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultRule<Kind extends FaultKind = FaultKind> {
  /** Product name, e.g. `live`; `*` for every product. */
  readonly product: string;
  /** Action name, e.g. `AddLiveDomain`, or for callbacks e.g. `StreamStatusCallback`; `*` for every one. */
  readonly action: string;
  readonly kind: Kind;
  /** Milliseconds; for `latency` and `late` only. */
  readonly latencyMs?: number;
  /** How many requests or callbacks are hit; absent: until the rule is removed. */
  readonly times?: number;
  /** How many matching ones pass unharmed first. */
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

  /** False while the product refuses because the account has not activated it. */
  isActivated(product: string): boolean {
    return !this.#entries.some(({ rule }) => isUnactivated(rule, product));
  }

  /** What ROS does to the products that it can activate. */
  activate(product: string): void {
    this.#entries = this.#entries.filter(({ rule }) => !isUnactivated(rule, product));
  }

  /** The fault that hits this request, if any; counts it. */
  take(product: string, action: string): FaultRule<RequestFaultKind> | undefined {
    return this.#take(REQUEST_FAULTS, product, action);
  }

  /** The fault that hits this callback, e.g. `StreamStatusCallback` of `live`, if any; counts it. */
  takeCallback(product: string, name: string): FaultRule<CallbackFaultKind> | undefined {
    return this.#take(CALLBACK_FAULTS, product, name);
  }

  /** The fault that hits the resource which this action makes, if any; counts it. */
  takeState(product: string, action: string): FaultRule<StateFaultKind> | undefined {
    return this.#take(STATE_FAULTS, product, action);
  }

  #take<Kind extends FaultKind>(kinds: readonly Kind[], product: string, action: string): FaultRule<Kind> | undefined {
    for (const entry of this.#entries) {
      const { rule } = entry;
      if (!isOf(rule, kinds) || !matches(rule, product, action)) continue;
      if (entry.passed < (rule.after ?? 0)) {
        entry.passed += 1;
        continue;
      }
      if (entry.hits >= (rule.times ?? Number.POSITIVE_INFINITY)) continue;
      entry.hits += 1;
      return rule;
    }
    return undefined;
  }
}

function isUnactivated(rule: FaultRule, product: string): boolean {
  return rule.kind === 'not-activated' && rule.product === product;
}

function isOf<Kind extends FaultKind>(rule: FaultRule, kinds: readonly Kind[]): rule is FaultRule<Kind> {
  return (kinds as readonly FaultKind[]).includes(rule.kind);
}

/** What belongs to the local cloud itself: `*` means the products, and whoever switches a fault on must be able to switch it off. */
const OWN_INTERFACES: ReadonlySet<string> = new Set(['admin', 'console']);

function matches(rule: FaultRule, product: string, action: string): boolean {
  const isProduct = rule.product === '*' ? !OWN_INTERFACES.has(product) : rule.product === product;
  return isProduct && (rule.action === '*' || rule.action === action);
}

/** Reads a rule that arrived as JSON; throws with what was expected. */
export function parseFaultRule(input: unknown): FaultRule {
  if (typeof input !== 'object' || input === null) throw new Error('a fault is an object: {product, action, kind}');
  const rule = input as Record<string, unknown>;
  for (const name of ['product', 'action'] as const) {
    if (typeof rule[name] !== 'string') throw new Error(`${name}: a string is expected, "*" for every ${name}`);
  }
  if (!FAULT_KINDS.includes(rule.kind as FaultKind)) throw new Error(`kind: one of ${KINDS_IN_WORDS}`);
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
  if (rule.kind === 'configuring' && rule.action !== 'AddLiveDomain' && rule.action !== '*') {
    throw new Error('action: "AddLiveDomain" is expected, the one action whose resource is configured for a while');
  }
  if (rule.kind === 'not-activated' && !(rule.action === '*' && ACTIVATED.includes(String(rule.product)))) {
    throw new Error(`a whole product is activated or not: action "*" of one of ${ACTIVATED.join(', ')} is expected`);
  }
  return rule as unknown as FaultRule;
}

const KINDS_IN_WORDS =
  `${REQUEST_FAULTS.join(', ')} (for requests), ${CALLBACK_FAULTS.join(', ')} (for callbacks), ` +
  `${STATE_FAULTS.join(', ')} (for domains)`;
