/** Errors that a person sees: what went wrong, and what to do next. */

/** What the shell gets: 1 the operation failed, 2 the call or the configuration is wrong, 130 interrupted. */
export type ExitCode = 1 | 2 | 130;

export interface CliErrorOptions {
  /** The next step, as a sentence. */
  readonly hint?: string;
  readonly exitCode?: ExitCode;
  /** Machine-readable facts for `--json`; never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export class CliError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, { hint, exitCode = 1, details = {} }: CliErrorOptions = {}) {
    super(message);
    this.name = 'CliError';
    this.code = code;
    this.hint = hint;
    this.exitCode = exitCode;
    this.details = details;
  }
}
