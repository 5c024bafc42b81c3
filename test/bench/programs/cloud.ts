/** The whole local cloud in a process of its own. Prints where it is and whose account it has. */
import { startLocalCloud } from '../../../local/cloud.ts';

const { endpoint, account } = await startLocalCloud({ port: 0, triggerPort: 0 });
console.log(JSON.stringify({ endpoint, ...account }));
process.once('SIGTERM', () => process.exit());
