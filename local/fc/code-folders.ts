/** Temporary folders for unzipped code. Their names carry the process, so that the next start removes what a killed one left. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const PREFIX = 'live-stack-fc-';

export class CodeFolders {
  readonly #root: string;
  readonly #made = new Set<string>();

  /** `root`: an existing folder, usually the system's for temporary files. */
  constructor(root: string) {
    this.#root = root;
  }

  async create(): Promise<string> {
    const folder = await mkdtemp(join(this.#root, `${PREFIX}${process.pid}-`));
    this.#made.add(folder);
    return folder;
  }

  async remove(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    this.#made.delete(folder);
  }

  async removeAll(): Promise<void> {
    await Promise.all([...this.#made].map((folder) => this.remove(folder)));
  }

  /** Removes folders of processes that no longer run. */
  async removeAbandoned(): Promise<void> {
    for (const name of await readdir(this.#root)) {
      const pid = Number(/^live-stack-fc-(\d+)-/.exec(name)?.[1] ?? Number.NaN);
      if (Number.isInteger(pid) && pid !== process.pid && !isRunning(pid)) await this.remove(join(this.#root, name));
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
