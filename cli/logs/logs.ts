/** The logs of both functions of a stage, oldest first; follows them on request. */
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { LOGSTORE } from '../../cdk/constructs/logs.ts';
import { getLogs, type LogRecord } from '../cloud/logs.ts';
import { isPassing } from '../cloud/service-error.ts';
import { stacksOf } from '../cloud/stacks.ts';
import type { Target } from '../cloud/target.ts';
import { CliError } from '../errors.ts';
import { targetOf } from '../stage-target.ts';

export interface LogsOptions {
  readonly config: string;
  readonly stage: string;
  readonly endpoint?: string;
  /** Seconds back from now. */
  readonly since: number;
  /** Full-text search of the service; empty for everything. */
  readonly query: string;
  /** At most so many entries: the newest. */
  readonly limit: number;
  readonly follow: boolean;
}

export interface Following {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
  readonly told: (record: LogRecord) => void;
}

const PAGE = 100;
/** Entries need a moment until they can be found; each look goes back so far (seconds), and drops what was told. */
const OVERLAP_S = 30;
const LOOK_EVERY_MS = { local: 500, cloud: 3_000 } as const;

/** Ends when the signal is aborted, or at once without `follow`. */
export async function readLogs(options: LogsOptions, world: Following): Promise<void> {
  const stage = stageOf(await loadConfig(options.config), options.stage);
  const target = await targetOf(stage, options.endpoint);
  const project = await logProjectOf(target, stage.stackName);
  const query = { project, logstore: LOGSTORE, query: options.query };
  const told = new Map<string, number>();
  let from = second(world.now()) - options.since;
  for (let first = true; first || options.follow; first = false) {
    const to = second(world.now()) + 1;
    const found = await patiently(
      () => newest(target, { ...query, from, to }, first ? options.limit : PAGE * 10),
      first,
    );
    for (const record of found) {
      const key = JSON.stringify(record);
      if (!told.has(key)) world.told(record);
      told.set(key, Number(record.__time__));
    }
    from = Math.max(from, to - OVERLAP_S);
    for (const [key, time] of told) if (time < from) told.delete(key);
    if (!options.follow || world.signal.aborted) return;
    await world.sleep(LOOK_EVERY_MS[target.endpoint === undefined ? 'cloud' : 'local']);
    if (world.signal.aborted) return;
  }
}

/** A moment without network does not end a watch that runs already. */
async function patiently(look: () => Promise<LogRecord[]>, isFirst: boolean): Promise<LogRecord[]> {
  try {
    return await look();
  } catch (error) {
    if (isFirst || !isPassing(error)) throw error;
    return [];
  }
}

type Range = Parameters<typeof getLogs>[1];

/** The newest `limit` entries, oldest first. */
async function newest(
  target: Target,
  range: Pick<Range, 'project' | 'logstore' | 'query' | 'from' | 'to'>,
  limit: number,
): Promise<LogRecord[]> {
  const found: LogRecord[] = [];
  while (found.length < limit) {
    const line = Math.min(PAGE, limit - found.length);
    const { records, isComplete } = await getLogs(target, { ...range, offset: found.length, line, reverse: true });
    found.push(...records);
    if (isComplete && records.length < line) break;
  }
  return found.reverse();
}

/** Its name is made when the stack is, so the stack is asked. */
async function logProjectOf(target: Target, stackName: string): Promise<string> {
  const stacks = stacksOf(target);
  const found = await stacks.find(stackName);
  const resources = found ? await stacks.resources(found.stackId) : [];
  const project = resources.find(({ resourceType }) => resourceType === 'ALIYUN::SLS::Project')?.physicalId;
  if (project) return project;
  throw new CliError('NoLogs', `stack ${stackName} has no log project`, {
    hint: found ? `It is ${found.status}.` : 'Deploy the stage first.',
    exitCode: 2,
  });
}

function second(ms: number): number {
  return Math.floor(ms / 1_000);
}

/** `time  function  message`; the time to the millisecond where the service tells it. */
export function lineOf({ __time__: time = '0', __time_ns_part__: part = '0', ...fields }: LogRecord): string {
  const at = new Date(Number(time) * 1_000 + Math.floor(Number(part) / 1_000_000));
  const text = fields.message ?? JSON.stringify(fields);
  return `${at.toISOString()}  ${(fields.functionName ?? '').replace(/^.*-(app-server|provisioner)$/, '$1').padEnd(11)}  ${text.trimEnd()}`;
}
