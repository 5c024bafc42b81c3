/** Reads saved state back: it was written by `Store.save`, so only its outline is checked. */
import type { Json } from '../product.ts';
import { isObject } from './json.ts';
import type { State } from './records.ts';

const LISTS = ['functions', 'services', 'triggers', 'domains', 'asyncConfigs', 'pending'] as const;

export function parseState(saved: Json): State {
  if (!isObject(saved) || LISTS.some((name) => !Array.isArray(saved[name]))) {
    throw new Error('the saved state of the local Function Compute is damaged: delete it, or start with --ephemeral');
  }
  return saved as unknown as State;
}
