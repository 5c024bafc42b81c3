/** Reads `ros.json` and reports everything that is wrong with it at once. */
import { readFile } from 'node:fs/promises';
import { ConfigError, type ConfigProblem } from './errors.ts';
import { jsonErrorPlace } from './json-error.ts';
import { problemsOf } from './problems.ts';
import { configSchema, PARSING, type WrittenConfig } from './schema.ts';
import { type Config, resolveStage } from './stage.ts';

function parseJson(file: string, text: string): unknown {
  const withoutMark = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(withoutMark);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { line, column } = jsonErrorPlace(withoutMark);
    throw new ConfigError(file, [
      {
        path: '',
        message: `expected JSON, but line ${line}, column ${column} cannot be read`,
        hint: 'often a comma too many or too few, or a missing quote; comments are not allowed',
      },
    ]);
  }
}

/** Checks the text of a `ros.json`. Throws ConfigError. */
export function parseConfig(file: string, text: string): Config {
  const input = parseJson(file, text);
  const parsed = configSchema.safeParse(input, PARSING);
  const problems: ConfigProblem[] = parsed.success ? [] : problemsOf(parsed.error, input);
  if (parsed.success) {
    for (const name of Object.keys(parsed.data.stages)) {
      const stage = resolveStage(parsed.data, name);
      if (Array.isArray(stage)) problems.push(...stage);
    }
  } else {
    problems.push(...problemsOfSoundStages(input, problems));
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(file, problems);
  return { file, written: parsed.data };
}

/** A mistake in one stage must not hide those of another: stages without a problem so far are checked as a whole too. */
function problemsOfSoundStages(input: unknown, found: readonly ConfigProblem[]): ConfigProblem[] {
  const broken = (path: string) => found.some((problem) => `${problem.path}.`.startsWith(path));
  const { app, defaults, stages } = (input ?? {}) as Record<string, unknown>;
  if (broken('app.') || broken('defaults.') || stages === null || typeof stages !== 'object') return [];
  const sound = Object.entries(stages).filter(([name]) => !broken(`stages.${name}.`));
  // Keys unknown at the top are reported already; without them the rest is a whole configuration.
  const rest = configSchema.safeParse({ app, defaults, stages: Object.fromEntries(sound) }, PARSING);
  const written: WrittenConfig | undefined = rest.success ? rest.data : undefined;
  if (!written) return [];
  return sound.flatMap(([name]) => {
    const stage = resolveStage(written, name);
    return Array.isArray(stage) ? stage : [];
  });
}

/** Reads and checks the file. Throws ConfigError when it is missing, is not JSON, or breaks a rule. */
export async function loadConfig(file: string): Promise<Config> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'EISDIR' && code !== 'EACCES') throw error;
    const message = code === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${code})`;
    throw new ConfigError(file, [
      { path: '', message, hint: 'run the command in the project folder, or name the file' },
    ]);
  }
  return parseConfig(file, text);
}
