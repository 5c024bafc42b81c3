/** The faults of `npm test`, every one at every upstream call of every route: in memory, and over the wire in a full run. */
import { isShort } from './length.ts';

process.env.LIVE_STACK_FAULTS = 'all';
await import('../lambdas/app-server/faults/faults.test.ts');
if (!isShort) {
  await import('../lambdas/app-server/faults/wire.test.ts');
}
