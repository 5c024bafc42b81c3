/** A program of its own for `orphans.test.ts`: runs a function, tells the process ids, and waits to be killed. */
import { systemClock } from '../../../local/clock.ts';
import { create, fc3Properties, HELLO_ARN, openKit, program } from './kit.ts';

const directory = process.argv[2] ?? '';
const code = program(
  'response.end(String(child.pid));',
  `process.on('SIGHUP', () => {}); process.on('SIGTERM', () => {});
   const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });`,
);
const kit = await openKit({ clock: systemClock, directory });
await create(kit.fc, 'ALIYUN::FC3::Function', fc3Properties(code));
const { payload, error } = await kit.fc.invoke(HELLO_ARN, Buffer.alloc(0), 'sync');
if (error) throw new Error(`${JSON.stringify(error)} ${payload}`);
process.stdout.write(`${JSON.stringify([...kit.fc.pids(), Number(payload.toString())])}\n`);
setInterval(() => undefined, 60_000);
