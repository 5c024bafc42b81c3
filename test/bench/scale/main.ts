/**
 * `npm run scale`: prints what the model says. `--measure` asks the AppServer anew what its requests cost, `--real` lets
 * virtual viewers visit the local cloud, `--write` writes docs/scale.md.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { PROJECT } from '../programs.ts';
import { compare } from './compare.ts';
import type { Costs } from './costs.ts';
import { measureCosts } from './measure.ts';
import { written } from './page.ts';
import { realRun } from './real.ts';
import { comparison, REAL_BEHAVIOUR, sections } from './report.ts';

const folder = `${PROJECT}test/bench/scale/`;
/** Per cent. */
const MOST_DEVIATION = 25;
const DOCUMENT = `${PROJECT}docs/scale.md`;

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    measure: { type: 'boolean', default: false },
    real: { type: 'boolean', default: false },
    viewers: { type: 'string', default: '500' },
    write: { type: 'boolean', default: false },
  },
});

const json = async <Content>(name: string): Promise<Content> =>
  JSON.parse(await readFile(`${folder}${name}.json`, 'utf8')) as Content;
const keep = (name: string, content: object): Promise<void> =>
  writeFile(`${folder}${name}.json`, `${JSON.stringify(content, null, 2)}\n`);

if (values.measure) await keep('costs', await measureCosts('the AppServer of this commit'));
if (values.real) {
  const options = { viewers: Number(values.viewers), rooms: 10, arriveSeconds: 120, staySeconds: 60 };
  const run = await realRun(options, REAL_BEHAVIOUR);
  const lines = compare(run, await json<Costs>('costs'), REAL_BEHAVIOUR);
  console.log(comparison(lines));
  const agrees = lines.length > 0 && lines.every(({ deviation }) => Math.abs(deviation) <= MOST_DEVIATION);
  for (const [message, count] of run.failures) console.error(`failed ${count} ×: ${message}`);
  console.error(`The model ${agrees ? 'agrees' : 'does NOT agree'}: at most ${MOST_DEVIATION} % are allowed`);
  process.exit(agrees && run.failures.size === 0 ? 0 : 1);
}
const inputs = {
  before: await json<Costs>('costs-before'),
  now: await json<Costs>('costs'),
};
const tables = sections(inputs);
if (values.write) await writeFile(DOCUMENT, written(await readFile(DOCUMENT, 'utf8'), tables));
for (const [name, content] of Object.entries(tables)) console.log(`\n${name}\n\n${content}`);
process.exit();
