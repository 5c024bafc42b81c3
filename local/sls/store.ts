/** Log projects with their logstores and the newest log entries, all in memory and bounded. */
import type { Clock } from '../clock.ts';
import { ServiceError } from '../openapi/service.ts';
import type { Json } from '../product.ts';

export interface LogEntry {
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  readonly contents: Readonly<Record<string, string>>;
}

export interface Logstore {
  readonly name: string;
  /** Days; 0 keeps entries for ever. */
  ttlDays: number;
  index?: Json;
}

export interface Project {
  readonly name: string;
  description: string;
}

export interface SlsState {
  readonly projects: (Project & { readonly logstores: Logstore[] })[];
}

/** Entries kept for each logstore; the oldest go first. */
export const MAX_ENTRIES = 10_000;
const DAY_MS = 24 * 3600 * 1000;

type Held = Logstore & { entries: LogEntry[] };

export class SlsStore {
  readonly #clock: Clock;
  readonly #projects = new Map<string, Project & { logstores: Map<string, Held> }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  createProject(name: string, description: string): void {
    if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name)) {
      throw new ServiceError('ParameterInvalid', `project name ${name}: 3 to 63 lower-case letters, digits and "-"`);
    }
    if (this.#projects.has(name)) throw new ServiceError('ProjectAlreadyExist', `Project ${name} already exists.`);
    this.#projects.set(name, { name, description, logstores: new Map() });
  }

  /** Throws `ProjectNotExist`. */
  describeProject(name: string, description: string): void {
    this.#project(name).description = description;
  }

  /** Takes its logstores with it, as the service does. */
  deleteProject(name: string): void {
    this.#projects.delete(name);
  }

  createLogstore(project: string, name: string, ttlDays: number): void {
    const { logstores } = this.#project(project);
    if (!/^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/.test(name)) {
      throw new ServiceError('ParameterInvalid', `logstore name ${name}: 3 to 63 lower-case letters, digits, "-", "_"`);
    }
    if (logstores.has(name)) throw new ServiceError('LogStoreAlreadyExist', `Logstore ${name} already exists.`);
    logstores.set(name, { name, ttlDays, entries: [] });
  }

  /** Throws `ProjectNotExist` or `LogStoreNotExist`. */
  logstore(project: string, name: string): Logstore {
    const logstore = this.#project(project).logstores.get(name);
    if (!logstore) throw new ServiceError('LogStoreNotExist', `Logstore ${name} does not exist in ${project}.`, 404);
    return logstore;
  }

  deleteLogstore(project: string, name: string): void {
    this.#projects.get(project)?.logstores.delete(name);
  }

  /** Removes the index; succeeds when there is none. */
  deleteIndex(project: string, name: string): void {
    delete this.#projects.get(project)?.logstores.get(name)?.index;
  }

  /** False when the logstore does not exist. */
  append(project: string, name: string, entries: readonly LogEntry[]): boolean {
    const logstore = this.#projects.get(project)?.logstores.get(name);
    if (!logstore) return false;
    logstore.entries.push(...entries);
    const oldest = logstore.ttlDays > 0 ? this.#clock.now() - logstore.ttlDays * DAY_MS : Number.NEGATIVE_INFINITY;
    if (logstore.entries.length > MAX_ENTRIES || (logstore.entries[0]?.timeMs ?? 0) < oldest) {
      logstore.entries = logstore.entries.filter((entry) => entry.timeMs >= oldest).slice(-MAX_ENTRIES);
    }
    return true;
  }

  entries(project: string, name: string): readonly LogEntry[] {
    return this.#projects.get(project)?.logstores.get(name)?.entries ?? [];
  }

  /** Entries of a logstore that exists. Throws `ProjectNotExist` or `LogStoreNotExist`. */
  logsOf(project: string, name: string): readonly LogEntry[] {
    this.logstore(project, name);
    return this.entries(project, name);
  }

  save(): SlsState {
    const projects = [...this.#projects.values()].map(({ logstores, ...project }) => ({
      ...project,
      logstores: [...logstores.values()].map(({ entries: _entries, ...logstore }) => logstore),
    }));
    return structuredClone({ projects });
  }

  load({ projects }: SlsState): void {
    for (const { logstores, ...project } of projects) {
      const held = logstores.map((logstore): [string, Held] => [logstore.name, { ...logstore, entries: [] }]);
      this.#projects.set(project.name, { ...project, logstores: new Map(held) });
    }
  }

  #project(name: string) {
    const project = this.#projects.get(name);
    if (!project) throw new ServiceError('ProjectNotExist', `The Project does not exist: ${name}.`, 404);
    return project;
  }
}
