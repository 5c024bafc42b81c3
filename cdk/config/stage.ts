/** One complete stage: the written stage over `defaults` over the built-in defaults, checked as a whole. */
import { dirname, resolve } from 'node:path';
import { checkStage } from './checks.ts';
import { ConfigError, type ConfigProblem } from './errors.ts';
import { DEFAULTS, NESTED } from './fields.ts';
import { nearest } from './nearest.ts';
import { problemsOf } from './problems.ts';
import { MAX_STACK_NAME, PARSING, type Stage, stageSchema, type WrittenConfig } from './schema.ts';

/** A checked `ros.json` and the file it came from (for error messages). */
export interface Config {
  readonly file: string;
  readonly written: WrittenConfig;
}

type Block = Readonly<Record<string, unknown>>;

const MERGED = new Set([...Object.keys(NESTED), 'tags']);

/** Later blocks win; the objects that a stage may give in part are merged member by member. */
function merge(...blocks: readonly Block[]): Block {
  const result: Record<string, unknown> = {};
  for (const block of blocks) {
    for (const [key, value] of Object.entries(block)) {
      result[key] = MERGED.has(key) ? { ...(result[key] as Block | undefined), ...(value as Block) } : value;
    }
  }
  return result;
}

/** What follows from the region when nobody says otherwise. */
function regionDefaults(region: unknown): Block {
  if (typeof region !== 'string') return {};
  return { messageDataCenter: region, domainScope: region.startsWith('cn-') ? 'domestic' : 'overseas' };
}

/** The complete stage, or everything that is wrong with it. */
export function resolveStage(written: WrittenConfig, name: string): Stage | ConfigProblem[] {
  const block = written.stages[name] ?? {};
  const defaults = written.defaults ?? {};
  const input = merge(DEFAULTS, regionDefaults(block.region ?? defaults.region), defaults, block);
  const parsed = stageSchema.safeParse(
    // A certificate is there to be used.
    'certificate' in input && !('streamingScheme' in { ...defaults, ...block })
      ? { ...input, streamingScheme: 'https' }
      : input,
    PARSING,
  );
  if (!parsed.success) return problemsOf(parsed.error, input, ['stages', name]);
  const stackName = `${written.app}-${name}`;
  const stage: Stage = { ...parsed.data, name, app: written.app, stackName };
  const problems = checkStage(stage);
  if (stackName.length > MAX_STACK_NAME) {
    const message = `expected app and stage names of at most ${MAX_STACK_NAME - 1} characters together, got ${stackName.length - 1}`;
    problems.push({ path: `stages.${name}`, message, hint: 'function names begin with both and end at 64 characters' });
  }
  return problems.length > 0 ? problems : stage;
}

/** The stage of that name, with the files it names as absolute paths. Throws ConfigError with the known names when there is none, or with what is wrong with it. */
export function stageOf(config: Config, name: string): Stage {
  const known = Object.keys(config.written.stages);
  if (!known.includes(name)) {
    const guess = nearest(name, known);
    const message = `there is no stage "${name}"; known stages: ${known.join(', ')}`;
    throw new ConfigError(config.file, [
      { path: 'stages', message, ...(guess === undefined ? {} : { hint: `did you mean "${guess}"?` }) },
    ]);
  }
  const stage = resolveStage(config.written, name);
  if (Array.isArray(stage)) throw new ConfigError(config.file, stage);
  const files = stage.customDomainCertificate;
  if (files === undefined) return stage;
  const besideConfig = (path: string): string => resolve(dirname(config.file), path);
  const customDomainCertificate = { chain: besideConfig(files.chain), privateKey: besideConfig(files.privateKey) };
  return { ...stage, customDomainCertificate };
}

export function stageNames(config: Config): string[] {
  return Object.keys(config.written.stages);
}
