/** The secrets of the AppServer: session keys, the key of jump links, and the keys by which callbacks are signed. */
import * as z from 'zod/mini';
import { randomKey } from '../../cloud/keys.ts';
import { type Context, defineResource } from '../resource.ts';

export const appServerKeys = defineResource({
  type: 'Custom::AppServerKeys',
  schema: z.object({}),
  immutable: [],
  physicalId: () => 'app-server-keys',
  /** Keys that are there are kept: sessions and callbacks of a running AppServer depend on them. */
  apply: async (_properties, context) => {
    const { settings, clock } = context;
    const newKey = (): string => secretKey(context);
    if (!(await settings.read('session-keys'))) {
      const createdAt = clock.now();
      const id = newKey().slice(0, 8);
      await context.writeSetting('session-keys', { keys: [{ id, secret: newKey(), createdAt }] });
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

function secretKey({ random, hide }: Context): string {
  const key = randomKey(random);
  hide(key);
  return key;
}
