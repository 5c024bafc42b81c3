/** Every secret that the local cloud knows of, so that it can be hidden wherever it turns up. */
import { collectSecrets } from '../mask.ts';
import type { Sources } from '../sources.ts';
import { hiddenSettings } from './tables.ts';

export function secretsOf(sources: Sources): Set<string> {
  const secrets = new Set<string>();
  const { account, live, vod, ros } = sources;
  collectSecrets([account, live.save(), live.inventory(), vod.save()], secrets);
  for (const stack of ros.stacks()) collectSecrets(stack.parameters, secrets);
  for (const text of hiddenSettings(sources)) collectSecrets(text, secrets, true);
  return secrets;
}
