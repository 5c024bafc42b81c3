/** The key by which the AppServer recognises the callbacks of one service. */
import type { Setting } from '../../cloud/settings.ts';
import { type Context, Refusal } from '../resource.ts';

export async function callbackKey(which: keyof Setting<'callback-keys'>, context: Context): Promise<string> {
  const keys = await context.settings.read('callback-keys');
  if (!keys) {
    throw new Refusal('There are no callback keys yet: this resource must depend on Custom::AppServerKeys.');
  }
  context.hide(keys[which]);
  return keys[which];
}
