/** Keeps the state of all products in one file between starts of the local cloud. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Json } from './product.ts';

const FORMAT = 1;

/** The account that the local cloud plays; made at the first start. */
export interface Account {
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** The ARTC application that a person would have bought in the console: no API creates one (live.md §0.2). */
  readonly artcApp: { readonly appId: string; readonly appKey: string };
}

export interface CloudState {
  readonly account: Account;
  readonly products: Readonly<Record<string, Json>>;
}

/** What is kept cannot be used; the message says where it is and what to do. */
export class KeptStateError extends Error {
  override readonly name = 'KeptStateError';
}

export class StateFile {
  readonly #file: string;
  #last = '';

  constructor(directory: string) {
    this.#file = join(directory, 'cloud.json');
  }

  /** Undefined when nothing was kept. */
  async load(): Promise<CloudState | undefined> {
    let text: string;
    try {
      text = await readFile(this.#file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    const { format, ...state } = parse(text, this.#file);
    if (format !== FORMAT || !state.account || !state.products) {
      throw new KeptStateError(
        `${this.#file} was not written by this version: delete the folder, or start with --ephemeral`,
      );
    }
    this.#last = text;
    return state;
  }

  /** Writes the state in one step (a crash leaves the old or the new file), and only when it changed. */
  async save(state: CloudState): Promise<void> {
    const text = JSON.stringify({ format: FORMAT, ...state });
    if (text === this.#last) return;
    const fresh = `${this.#file}.new`;
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    await writeFile(fresh, text, { mode: 0o600 });
    await rename(fresh, this.#file);
    this.#last = text;
  }

  async remove(): Promise<void> {
    await rm(this.#file, { force: true });
    this.#last = '';
  }
}

function parse(text: string, file: string): CloudState & { readonly format?: unknown } {
  try {
    return { ...(JSON.parse(text) as CloudState & { readonly format?: unknown }) };
  } catch (error) {
    const reason = (error as Error).message;
    throw new KeptStateError(`${file} is damaged (${reason}): delete the folder, or start with --ephemeral`);
  }
}
