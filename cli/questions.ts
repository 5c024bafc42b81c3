/** Questions to a person at a terminal, on standard error, so that results stay alone on standard output. */
import { CliError } from './errors.ts';

/** The library draws on a terminal: loaded when somebody is asked. */
const library = () => import('@clack/prompts');

const output = process.stderr;

export async function askYesNo(message: string, initialValue: boolean): Promise<boolean> {
  const { confirm } = await library();
  return answered(await confirm({ message, initialValue, output }));
}

export interface TextQuestion {
  readonly message: string;
  readonly placeholder?: string;
  readonly initialValue?: string;
  /** What is wrong with the answer; undefined when nothing is. */
  readonly validate?: (value: string) => string | undefined;
}

export async function askText({ validate, ...question }: TextQuestion): Promise<string> {
  const { text } = await library();
  const check = validate ? { validate: (value: string | undefined) => validate(value ?? '') } : {};
  return answered(await text({ ...question, ...check, output }));
}

export async function askChoice<Value extends string>(
  message: string,
  choices: readonly { readonly value: Value; readonly label: string; readonly hint?: string }[],
): Promise<Value> {
  const { select } = await library();
  const options = choices.map(({ value, label, hint }) => ({
    value: value as string,
    label,
    ...(hint ? { hint } : {}),
  }));
  return answered(await select<string>({ message, options, output })) as Value;
}

/** Ctrl-C at a question ends the command. */
function answered<Value>(value: Value): Exclude<Value, symbol> {
  if (typeof value === 'symbol') throw new CliError('Interrupted', 'interrupted', { exitCode: 130 });
  return value as Exclude<Value, symbol>;
}
