/** The fuzzing of `npm test` with ten times as many bodies, other ones in each run; a failure tells the seed. */
import { randomInt } from 'node:crypto';
import { forLength } from './length.ts';

process.env.LIVE_STACK_FUZZ_BODIES ??= String(forLength(100_000, 20_000));
process.env.LIVE_STACK_FUZZ_SEED ??= String(randomInt(2 ** 31));
await import('../lambdas/app-server/fuzz/fuzz.test.ts');
