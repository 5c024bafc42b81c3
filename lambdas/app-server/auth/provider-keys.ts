/** The public keys of the team's identity provider: read over HTTP, kept, and read anew when they were rotated. */
import type { JSONWebKeySet } from 'jose';
import * as z from 'zod/mini';
import { ApiError } from '../../api/errors.ts';
import { perCloud } from '../per-cloud.ts';
import type { Scope } from '../scope.ts';

/** Milliseconds for which keys are used without asking again. */
const FRESH_MS = 600_000;
/** Keys from before are still used when the provider does not answer. */
const LAST_RESORT_MS = 86_400_000;
/** Somebody who invents key ids, or a provider that is down, costs one read in this time. */
const PAUSE_MS = 10_000;
/** The provider gets this long to answer: its users are waiting. */
const DEADLINE_MS = 2_500;
const LARGEST_BYTES = 262_144;

/** Symmetric keys are no public keys: whatever is signed with one could have been signed by anybody who reads the set. */
const keySet = z.object({
  keys: z.array(z.looseObject({ kty: z.string() })).check(z.maxLength(100)),
});

interface Memory {
  known?: { readonly set: JSONWebKeySet; readonly readAt: number } | undefined;
  reading?: Promise<JSONWebKeySet> | undefined;
  triedAt: number;
}

const memoryOf = perCloud((): Memory => ({ triedAt: Number.NEGATIVE_INFINITY }));

/** The keys, from memory for up to ten minutes. @throws ApiError `upstream_unavailable` */
export async function providerKeys(scope: Scope, url: string): Promise<JSONWebKeySet> {
  const memory = memoryOf(scope.cloud);
  const { known } = memory;
  const age = known ? scope.clock.now() - known.readAt : Number.POSITIVE_INFINITY;
  if (known && age < FRESH_MS) {
    return known.set;
  }
  const newest = await tryReading(scope, memory, url);
  if (newest) {
    return newest;
  }
  if (known && age < LAST_RESORT_MS) {
    return known.set;
  }
  throw new ApiError('upstream_unavailable');
}

/** The keys read anew, because a token names one that is not among them; undefined when they were just read. */
export async function rotatedKeys(scope: Scope, url: string): Promise<JSONWebKeySet | undefined> {
  return tryReading(scope, memoryOf(scope.cloud), url);
}

async function tryReading(scope: Scope, memory: Memory, url: string): Promise<JSONWebKeySet | undefined> {
  if (!memory.reading) {
    if (scope.clock.now() - memory.triedAt < PAUSE_MS) {
      return undefined;
    }
    memory.triedAt = scope.clock.now();
    memory.reading = read(url).finally(() => {
      memory.reading = undefined;
    });
  }
  try {
    const set = await memory.reading;
    memory.known = { set, readAt: scope.clock.now() };
    return set;
  } catch (error) {
    scope.log.warn('the keys of the identity provider could not be read', { url, error });
    return undefined;
  }
}

async function read(url: string): Promise<JSONWebKeySet> {
  const response = await fetch(url, {
    headers: { accept: 'application/json, application/jwk-set+json' },
    // A redirect could lead to an address that nobody configured, without TLS or inside the network.
    redirect: 'error',
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`the identity provider answered ${response.status} where its keys were expected`);
  }
  const parsed = keySet.safeParse(JSON.parse(await boundedText(response)));
  if (!parsed.success) {
    throw new Error('the identity provider answered no JSON Web Key Set ({"keys": […]})');
  }
  return { keys: parsed.data.keys.filter((key) => key.kty !== 'oct') };
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST_BYTES) {
      throw new Error(`the identity provider answered more than ${LARGEST_BYTES} bytes of keys`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
