/** How a command is declared: its name, options and help here, its work loaded only when it is called. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from '../context.ts';

/** Options that every command has. */
export interface SharedOptions {
  /** Path of `ros.json`. */
  readonly config: string;
}

/** Options of commands that work on one deployed stage. */
export interface StageOptions extends SharedOptions {
  readonly stage: string;
  /** A local cloud instead of Alibaba Cloud. */
  readonly endpoint?: string;
}

export type Work<Options> = (options: Options, context: CommandContext, ...args: string[]) => Promise<void>;

/** Turns work into what commander calls: with the context, the shared options, and errors as exit codes. */
export type Act = <Options extends SharedOptions>(work: Work<Options>) => (...given: unknown[]) => Promise<void>;

/** Adds one command, with its sub-commands, to the program. */
export type Declare = (program: Command, act: Act) => void;

export const stageOption = (): Option =>
  new Option('--stage <name>', 'a stage of ros.json; required').makeOptionMandatory().env('LIVE_STACK_STAGE');

export const endpointOption = (): Option =>
  new Option('--endpoint <url>', 'a local cloud instead of Alibaba Cloud')
    .env('LIVE_STACK_ENDPOINT')
    // A pipeline may set a variable to nothing.
    .argParser((text) => (text === '' ? undefined : text));

export const yesOption = (): Option => new Option('--yes', 'ask no question').default(false);

/** Lines below the options: `examples(['live-stack deploy --stage test', 'create or update it'])`. */
export function examples(...lines: readonly (readonly [command: string, meaning: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  return ['', 'Examples:', ...lines.map(([command, meaning]) => `  ${command.padEnd(width)}  ${meaning}`)].join('\n');
}

/** Parses a number of an option; `what` completes "… is expected". */
export function numberBetween(min: number, max: number, what: string, whole = true): (text: string) => number {
  return (text) => {
    const value = Number(text);
    const fits = text.trim() !== '' && value >= min && value <= max && (!whole || Number.isInteger(value));
    if (fits) return value;
    throw new InvalidArgumentError(`${what} is expected`);
  };
}

export const portNumber = numberBetween(0, 65_535, 'a port between 0 and 65535');
