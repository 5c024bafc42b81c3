/** Results that are kept: one file a release, and the table of the newest one in `docs/benchmarks.md`. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Summary } from './figure.ts';
import { type Machine, table } from './report.ts';

export interface Report {
  readonly machine: Machine;
  /** Of the whole run. */
  readonly seconds: number;
  readonly figures: readonly Summary[];
}

const RESULTS = 'test/bench/results';
const PAGE = 'docs/benchmarks.md';
const [BEGIN, END] = ['<!-- the table: npm run bench -- --keep -->', '<!-- end of the table -->'];

export function reportText({ machine, seconds, figures }: Report): string {
  const { node, system, processor, cores, memoryGb, loadBefore } = machine;
  const place = `Node.js ${node}, ${system}, ${cores} × ${processor}, ${memoryGb} GB, load ${loadBefore} before, ${seconds} s`;
  return `${table(figures)}\n\n${place}`;
}

export const reportJson = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;

/** Keeps a run as that of this version, and shows it on the page. */
export function keep(project: string, report: Report): void {
  const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { version: string };
  writeFileSync(join(project, RESULTS, `${version}.json`), reportJson(report));
  const page = join(project, PAGE);
  writeFileSync(page, withTable(readFileSync(page, 'utf8'), report));
}

/** The page with the table of a run between its two marks. */
export function withTable(page: string, report: Report): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${PAGE}: expected the lines "${BEGIN}" and "${END}"`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${reportText(report)}\n\n${page.slice(end)}`;
}

/** What was kept last. */
export function newestReport(project: string): Report {
  const folder = join(project, RESULTS);
  const versions = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  const newest = versions.sort(byVersion).at(-1);
  if (newest === undefined) throw new Error(`no results in ${RESULTS}: run "npm run bench -- --keep"`);
  return JSON.parse(readFileSync(join(folder, newest), 'utf8')) as Report;
}

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
