/** The test of `npm test` that kills the Tablestore under load, with more rounds. */
import { forLength } from './length.ts';

process.env.LIVE_STACK_KILL_ROUNDS = String(forLength(100, 5));
await import('../local/tablestore/storage/kill.test.ts');
