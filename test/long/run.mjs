/** Runs what takes too long for `npm test`: `npm run test:long`, and `npm run test:long -- --short` for CI. */
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';

const args = process.argv.slice(2);
process.env.LIVE_STACK_LONG = args.includes('--short') ? 'short' : 'full';
const config = fileURLToPath(new URL('./vitest.config.ts', import.meta.url));
const filters = args.filter((arg) => !arg.startsWith('--'));
const vitest = await startVitest('test', filters, { config, run: true, watch: false });
await vitest.close();
