/** Rows of the `settings` table: keys and ids that the provisioner writes and the AppServer reads. */
import * as z from 'zod/mini';
import type { Clock } from './clock.ts';
import { CloudError } from './errors.ts';
import { TABLES } from './tables.ts';
import type { Tablestore } from './tablestore.ts';

const secret = z.string().check(z.minLength(16));
const urlSigning = z.object({
  domain: z.string(),
  key1: z.string(),
  /** For rotation; the service accepts signatures with either key. */
  key2: z.string(),
  /** Added by the service to the timestamp of a signed URL (live.md §0.5). */
  validitySeconds: z.int(),
  /** Number of the rotation that made each key; absent for keys from before the first one. */
  rotation: z.optional(z.int()),
  rotation2: z.optional(z.int()),
});

/**
 * How long a key that no longer signs sessions is kept: what it signed last is still good for a session's life
 * (`auth/service.ts` of the AppServer; a test compares the two).
 */
export const RETIRED_KEY_SECONDS = 7 * 86_400;

export const SETTINGS = {
  /** The first key signs sessions; the others are still accepted. Times in milliseconds. */
  'session-keys': z.object({
    keys: z
      .array(
        z.object({
          id: z.string(),
          secret,
          createdAt: z.int(),
          /** When another key took its place. */
          retiredAt: z.optional(z.int()),
          rotation: z.optional(z.int()),
        }),
      )
      .check(z.minLength(1)),
  }),
  'jump-key': z.object({ secret }),
  /** 32 letters and digits each: the most that recording and VOD callbacks take (live.md §0.9, ros.md §1.2). */
  'callback-keys': z.object({ stream: secret, recording: secret, vod: secret }),
  'public-url': z.object({ url: z.string() }),
  'url-signing/ingest': urlSigning,
  'url-signing/streaming': urlSigning,
  'message-app': z.object({
    appId: z.string(),
    appKey: z.string(),
    appSign: z.string(),
    dataCenter: z.string(),
  }),
  'artc-app': z.object({ appId: z.string(), appKey: z.string() }),
} as const;

export type SettingName = keyof typeof SETTINGS;
export type Setting<N extends SettingName> = z.infer<(typeof SETTINGS)[N]>;

export interface Settings {
  /** The setting, or undefined when it was never written. @throws CloudError `InvalidSetting` when a row is not as expected. */
  read<N extends SettingName>(name: N): Promise<Setting<N> | undefined>;
  write<N extends SettingName>(name: N, value: Setting<N>): Promise<void>;
  remove(name: SettingName): Promise<void>;
}

export interface SettingsOptions {
  readonly clock: Clock;
  /** How long a row that was found is answered from memory, in milliseconds; 0 (default) reads each time. */
  readonly cacheMs?: number;
}

export function settings(rows: Tablestore, { clock, cacheMs = 0 }: SettingsOptions): Settings {
  const table = TABLES.settings.name;
  const cache = new Map<SettingName, { value: unknown; until: number }>();
  return {
    read: async <N extends SettingName>(name: N): Promise<Setting<N> | undefined> => {
      const cached = cache.get(name);
      if (cached && clock.now() < cached.until) {
        return cached.value as Setting<N>;
      }
      const row = await rows.get(table, { name });
      if (!row) {
        cache.delete(name);
        return undefined;
      }
      const value = parse(name, row.value);
      if (cacheMs > 0) {
        cache.set(name, { value, until: clock.now() + cacheMs });
      }
      return value;
    },
    write: async (name, value) => {
      cache.delete(name);
      await rows.put(table, { name }, { value: JSON.stringify(value), updated_at: clock.now() });
    },
    remove: async (name) => {
      cache.delete(name);
      await rows.delete(table, { name });
    },
  };
}

function parse<N extends SettingName>(name: N, text: unknown): Setting<N> {
  const parsed = SETTINGS[name].safeParse(jsonOf(text));
  if (!parsed.success) {
    // Only the places: the values are secrets.
    const places = parsed.error.issues.map((issue) => issue.path.join('.') || '(whole value)').join(', ');
    throw new CloudError({
      product: 'settings',
      action: name,
      code: 'InvalidSetting',
      text: `the row does not have the expected form at ${places}; deploy the stack again to write it anew`,
    });
  }
  return parsed.data as Setting<N>;
}

function jsonOf(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
