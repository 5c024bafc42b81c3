/** The upstream calls of a request, one by one: watched on a good run, and then made to fail or never to come back. */
import type { LiveCall } from './memory-live.ts';
import type { RowCall } from './memory-rows.ts';
import type { World } from './world.ts';

export type UpstreamCall = RowCall | LiveCall;

/** The settings are read at the door, and answered from memory afterwards. */
const isSettings = (call: UpstreamCall): boolean => 'table' in call && call.table === 'settings';

export const nameOf = (call: UpstreamCall): string =>
  'table' in call ? `${call.operation} ${call.table}` : call.action;

export const productOf = (call: UpstreamCall): 'tablestore' | 'openapi' => ('table' in call ? 'tablestore' : 'openapi');

/** Something happens at each call, counted from 1, before it takes effect and after. */
export interface Tap {
  readonly before?: (call: UpstreamCall, index: number) => void | Promise<void>;
  readonly after?: (call: UpstreamCall, index: number) => void | Promise<void>;
}

export function tap(at: World, { before, after }: Tap): void {
  let count = 0;
  const indexes = new WeakMap<UpstreamCall, number>();
  at.rows.before = at.live.before = (call: UpstreamCall) => {
    if (!isSettings(call)) {
      indexes.set(call, ++count);
      return before?.(call, count);
    }
  };
  at.rows.after = at.live.after = (call: UpstreamCall) => {
    const index = indexes.get(call);
    return index === undefined ? undefined : after?.(call, index);
  };
}

export function untap(at: World): void {
  at.rows.before = at.rows.after = at.live.before = at.live.after = () => undefined;
}

/** A place between two calls: before the n-th takes effect, or after it. Reads have no effect, so only writes have an "after". */
export interface Place {
  readonly index: number;
  readonly when: 'before' | 'after';
  readonly call: UpstreamCall;
}

/** The places that `work` passes on a good run. */
export async function placesOf(at: World, work: () => Promise<unknown>): Promise<Place[]> {
  const places: Place[] = [];
  const note = (when: Place['when']) => (call: UpstreamCall, index: number) => {
    places.push({ index, when, call });
  };
  tap(at, { before: note('before'), after: note('after') });
  await work();
  await settled();
  untap(at);
  return places.filter(({ when, call }) => when === 'before' || 'table' in call || !call.action.startsWith('Describe'));
}

/** What the answer does not wait for is done as well. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const NEVER = new Promise<never>(() => undefined);

/** The n-th call, or the first of this name. */
export type Where = number | string;

/**
 * The process ends at a call, before it takes effect or after: nothing that waits is ever continued, and no later call is
 * made. Answers whether it came to that; the world must be `restarted` afterwards.
 */
export async function killAt(
  at: World,
  where: Where,
  when: Place['when'],
  work: () => Promise<unknown>,
): Promise<boolean> {
  let isDead = false;
  let chosen: UpstreamCall | undefined;
  const dead = new Promise<void>((resolve) => {
    const end = (place: Place['when']) => (call: UpstreamCall, count: number) => {
      if (count === where || (chosen === undefined && nameOf(call) === where)) {
        chosen = call;
      }
      if (!isDead && !(place === when && call === chosen)) {
        return;
      }
      isDead = true;
      resolve();
      return NEVER;
    };
    tap(at, { before: end('before'), after: end('after') });
  });
  await Promise.race([dead, work().then(settled)]);
  untap(at);
  return isDead;
}
