/** Turns the start command of a custom runtime, written for the platform's image, into one for this machine. */
import { basename, join } from 'node:path';
import { fcError } from '../errors.ts';

const CODE = '/code';

export interface StartCommand {
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * `/code/…` is the folder with the code; any `node` (of a layer or of the image) is the Node.js that runs the local cloud.
 * No command: `/code/bootstrap`.
 */
export function startCommand(command: readonly string[], folder: string): StartCommand {
  const given = command.length > 0 ? command : [`${CODE}/bootstrap`];
  const [file = '', ...args] = given.map((part) => inFolder(part, folder));
  if (file === '') throw fcError.invalid('customRuntimeConfig.command: the first element is empty');
  return { file: basename(file) === 'node' ? process.execPath : file, args };
}

function inFolder(part: string, folder: string): string {
  if (part === CODE) return folder;
  return part.startsWith(`${CODE}/`) ? join(folder, part.slice(CODE.length + 1)) : part;
}
