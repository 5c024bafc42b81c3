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
import { PROJECT } from './programs.ts';
import { machine } from './report.ts';
import { keep, type Report, reportJson, reportText } from './results.ts';
import { sizes } from './sizes.ts';
import { synth } from './synth.ts';
import { tablestoreOperations } from './tablestore-operations.ts';

const BENCHMARKS: readonly Benchmark[] = [
  sizes,
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

const { values } = parseArgs({
  options: { only: { type: 'string' }, json: { type: 'string' }, keep: { type: 'boolean' } },
});
if (values.keep && values.only !== undefined) throw new Error('--keep keeps whole runs: leave --only out');
const chosen = BENCHMARKS.filter(({ name }) => name.includes(values.only ?? ''));
if (chosen.length === 0) throw new Error(`--only: a part of one of ${BENCHMARKS.map(({ name }) => name).join(', ')}`);
const measuredOn = machine();
const startedAt = performance.now();
const figures: Summary[] = [];
for (const benchmark of chosen) {
  process.stderr.write(`measuring: ${benchmark.name}\n`);
  figures.push(...(await benchmark.measure()).map(summarize));
}
const report: Report = {
  machine: measuredOn,
  seconds: Math.round((performance.now() - startedAt) / 1000),
  figures,
};
console.log(`\n${reportText(report)}`);
if (values.json !== undefined) await writeFile(values.json, reportJson(report));
if (values.keep) keep(PROJECT, report);
