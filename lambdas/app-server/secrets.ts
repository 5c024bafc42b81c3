/** Settings that an endpoint cannot work without, with an error that says what is missing. */
import { ApiError } from '../api/errors.ts';
import type { Setting, SettingName } from '../cloud/settings.ts';
import type { Scope } from './scope.ts';

/** @throws ApiError `not_configured` when the deployment did not write the row */
export async function requiredSetting<N extends SettingName>(scope: Scope, name: N): Promise<Setting<N>> {
  const value = await scope.cloud.settings.read(name);
  if (value === undefined) {
    throw new ApiError('not_configured', name);
  }
  return value;
}

/** The ARTC application; undefined on a stage that does not offer co-streaming. */
export async function artcApp(scope: Scope): Promise<Setting<'artc-app'> | undefined> {
  return scope.config.artcAppId === undefined ? undefined : requiredSetting(scope, 'artc-app');
}
