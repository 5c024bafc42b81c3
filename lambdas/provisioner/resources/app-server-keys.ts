/** The secrets of the AppServer: session keys, the key of jump links, and the keys by which callbacks are signed. */
import * as z from 'zod/mini';
import { randomKey } from '../../cloud/keys.ts';
import { RETIRED_KEY_SECONDS, type Setting } from '../../cloud/settings.ts';
import { rotation } from '../properties.ts';
import { type Context, defineResource } from '../resource.ts';

type SessionKey = Setting<'session-keys'>['keys'][number];

export const appServerKeys = defineResource({
  type: 'Custom::AppServerKeys',
  schema: z.object({ Rotation: rotation() }),
  immutable: [],
  physicalId: () => 'app-server-keys',
  /** Keys that are there are kept: sessions and callbacks of a running AppServer depend on them. */
  apply: async ({ Rotation }, context) => {
    const { settings } = context;
    const newKey = (): string => secretKey(context);
    const before = (await settings.read('session-keys'))?.keys ?? [];
    const keys = sessionKeys(before, Rotation, context);
    if (JSON.stringify(keys) !== JSON.stringify(before)) {
      await context.writeSetting('session-keys', { keys });
    }
    if (!(await settings.read('jump-key'))) {
      await context.writeSetting('jump-key', { secret: newKey() });
    }
    if (!(await settings.read('callback-keys'))) {
      await context.writeSetting('callback-keys', { stream: newKey(), recording: newKey(), vod: newKey() });
    }
    return {};
  },
  undo: {},
});

/**
 * The key of this rotation first, then the earlier ones as long as what they signed may live. A rotation that is taken
 * back finds its key again, so that the rollback of ROS changes nothing for anybody (P6).
 */
function sessionKeys(before: readonly SessionKey[], rotation: number, context: Context): SessionKey[] {
  const now = context.clock.now();
  const wanted = before.find((key) => (key.rotation ?? 1) === rotation);
  const { retiredAt: _, ...first } = wanted ?? { ...newSessionKey(context), createdAt: now, rotation };
  const rest = before
    .filter((key) => key.id !== first.id)
    .map((key) => ({ ...key, retiredAt: key.retiredAt ?? now }))
    .filter(({ retiredAt }) => retiredAt + RETIRED_KEY_SECONDS * 1_000 > now);
  return [first, ...rest];
}

function newSessionKey(context: Context): Pick<SessionKey, 'id' | 'secret'> {
  return { id: secretKey(context).slice(0, 8), secret: secretKey(context) };
}

function secretKey({ random, hide }: Context): string {
  const key = randomKey(random);
  hide(key);
  return key;
}
