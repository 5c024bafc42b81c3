/** Runs every benchmark, one after the other, and prints one table. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { appServerInProcess } from './app-server-in-process.ts';
import { appServerStart } from './app-server-start.ts';
import { appServerThroughput } from './app-server-throughput.ts';
import { browserLatency } from './browser.ts';
import { cloudStart } from './cloud-start.ts';
import { deploy } from './deploy.ts';
import type { Benchmark } from './figure.ts';
import { type Summary, summarize } from './figure.ts';
import { media } from './media.ts';
import { messaging } from './messaging.ts';
import { machine, table } from './report.ts';
import { synth } from './synth.ts';
import { tablestoreOperations } from './tablestore-operations.ts';

const BENCHMARKS: readonly Benchmark[] = [
  cloudStart,
  tablestoreOperations,
  deploy,
  synth,
  appServerStart,
  appServerInProcess,
  appServerThroughput,
  messaging,
  media,
  browserLatency,
];

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
const measuredOn = machine();
const startedAt = performance.now();
const summaries: Summary[] = [];
for (const benchmark of BENCHMARKS.filter(({ name }) => name.includes(values.only ?? ''))) {
  process.stderr.write(`measuring: ${benchmark.name}\n`);
  summaries.push(...(await benchmark.measure()).map(summarize));
}
const seconds = Math.round((performance.now() - startedAt) / 1000);
const { node, system, processor, cores, memoryGb, loadBefore } = measuredOn;
console.log(`\n${table(summaries)}\n`);
console.log(
  `Node.js ${node}, ${system}, ${cores} × ${processor}, ${memoryGb} GB, load ${loadBefore} before, ${seconds} s`,
);
if (values.json !== undefined) {
  await writeFile(values.json, `${JSON.stringify({ machine: measuredOn, seconds, figures: summaries }, null, 2)}\n`);
}
