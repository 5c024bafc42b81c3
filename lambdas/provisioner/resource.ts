/** What a custom resource type is, and what the runtime gives it to work with. */
import type * as z from 'zod/mini';
import type { Clock } from '../cloud/clock.ts';
import type { RandomSource } from '../cloud/keys.ts';
import type { Logger } from '../cloud/logger.ts';
import type { OpenApi } from '../cloud/openapi.ts';
import { isSecretName } from '../cloud/redact.ts';
import type { Setting, SettingName, Settings } from '../cloud/settings.ts';
import type { Journal } from './journal.ts';

/** What `Fn::GetAtt` can read. Never a secret: ROS keeps and shows it (P11). */
export type Data = Readonly<Record<string, string | number | boolean>>;

export interface Context {
  readonly openApi: OpenApi;
  readonly settings: Settings;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly log: Logger;
  /** Keeps a value out of logs and reasons. */
  hide(secret: string): void;
  /** Asks until `check` answers something; waits 200 ms at first and 5 s at most. Fails before the function's end (P8). */
  waitUntil<T>(what: string, check: () => Promise<T | undefined>): Promise<T>;
  /** Writes a settings row that Delete removes. */
  writeSetting<N extends SettingName>(name: N, value: Setting<N>): Promise<void>;
}

/** Takes one journal entry back; succeeds when there is nothing (left) to take back. */
export type Undo = (entry: { key: string; data: unknown }, context: Context) => Promise<void>;

export interface ResourceDefinition<P> {
  readonly type: `Custom::${string}`;
  readonly schema: z.ZodMiniType<P>;
  /** Properties that ROS could only change by a new physical id, which it does not allow in an update (ros.md §2.1). */
  readonly immutable: readonly (keyof P & string)[];
  /** Stable and telling: a replayed Create gives the same (P3). At most 255 bytes. */
  readonly physicalId: (properties: P) => string;
  /**
   * Create and update: makes the cloud as the properties say, whatever it was before. Writes a journal entry before each
   * change; finds what an earlier attempt made instead of making it again.
   */
  readonly apply: (properties: P, context: Context) => Promise<Data>;
  /** Delete: how each kind of journal entry is taken back. The runtime calls them newest entry first. */
  readonly undo: Readonly<Record<string, Undo>>;
}

/** A resource type with its property type hidden, so that types can stand in one list. */
export interface ResourceType {
  readonly type: string;
  readonly undo: Readonly<Record<string, Undo>>;
  /** @throws PropertiesError */
  parse(properties: unknown): ParsedResource;
}

export interface ParsedResource {
  readonly physicalId: string;
  /** The immutable properties, as text. */
  readonly fixed: Readonly<Record<string, string>>;
  /** Values of properties whose names say that they are secret. */
  readonly secrets: readonly string[];
  apply(context: Context): Promise<Data>;
}

class PropertiesError extends Error {
  constructor(type: string, issues: readonly { path: PropertyKey[]; message: string }[]) {
    const places = issues.map((issue) => `${issue.path.join('.') || 'properties'}: ${issue.message}`);
    super(`The properties of ${type} are not valid. ${places.join('; ')}.`);
    this.name = 'PropertiesError';
  }
}

/** The setting rows that `writeSetting` wrote; every resource type has this undo. */
const removeSetting: Undo = ({ key }, { settings }) => settings.remove(key as SettingName);

export function defineResource<P extends object>(definition: ResourceDefinition<P>): ResourceType {
  return {
    type: definition.type,
    undo: { setting: removeSetting, ...definition.undo },
    parse: (raw) => {
      const parsed = definition.schema.safeParse(raw ?? {});
      if (!parsed.success) {
        throw new PropertiesError(definition.type, parsed.error.issues);
      }
      const properties = parsed.data;
      return {
        physicalId: definition.physicalId(properties),
        fixed: Object.fromEntries(definition.immutable.map((name) => [name, String(properties[name] ?? '')])),
        secrets: secretsIn(properties),
        apply: (context) => definition.apply(properties, context),
      };
    },
  };
}

function secretsIn(properties: object): string[] {
  return Object.entries(properties).flatMap(([name, value]) =>
    isSecretName(name) && typeof value === 'string' ? [value] : [],
  );
}

/** A change that the resource refuses; the text says what was found and what to do. */
export class Refusal extends Error {
  constructor(text: string) {
    super(text);
    this.name = 'Refusal';
  }
}

/** Reads a service's answer; what we rely on was there in every source, so another form is an error worth telling. */
export function read<T>(schema: z.ZodMiniType<T>, answer: unknown, action: string): T {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new Error(`${action} answered in an unexpected form: see ${places}.`);
  }
  return parsed.data;
}
