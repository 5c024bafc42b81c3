/** What can be wrong with `ros.json`, as data: every problem at once, each with its place, what was expected and a hint. */

export interface ConfigProblem {
  /** Such as `stages.local.domains.ingest`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
}

export class ConfigError extends Error {
  readonly file: string;
  readonly problems: readonly ConfigProblem[];

  constructor(file: string, problems: readonly ConfigProblem[]) {
    super([`${file} cannot be used:`, ...problems.map(line)].join('\n'));
    this.name = 'ConfigError';
    this.file = file;
    this.problems = problems;
  }
}

function line({ path, message, hint }: ConfigProblem): string {
  return `  ${path ? `${path}: ` : ''}${message}${hint ? ` (${hint})` : ''}`;
}
