import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVENTS, fuzz, fuzzEvent, ROUTE_IDS } from './fuzz.ts';

/** Bodies altogether; `test/long/fuzz.long.ts` sends ten times as many. */
const BODIES = Number(process.env.LIVE_STACK_FUZZ_BODIES ?? 10_000);
/** The same requests in every run; the long run says another. */
const SEED = Number(process.env.LIVE_STACK_FUZZ_SEED ?? 20_261_122);

const lost: unknown[] = [];
const onLost = (error: unknown): void => {
  lost.push(error);
};
beforeAll(() => {
  process.on('unhandledRejection', onLost);
});
afterAll(() => {
  process.off('unhandledRejection', onLost);
});

describe(`A12, A13: ${BODIES} bodies, right, nearly right and hostile`, () => {
  const each = Math.ceil(BODIES / (ROUTE_IDS.length + EVENTS.length));

  it.each(ROUTE_IDS)('%s answers each with its schema or an error of the catalogue, never with 500', async (id) => {
    await fuzz(id, each, SEED);
    expect(lost).toEqual([]);
  });

  it.each(EVENTS)('the event %s likewise', async (name) => {
    await fuzzEvent(name, each, SEED);
    expect(lost).toEqual([]);
  });
});
