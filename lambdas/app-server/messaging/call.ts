/** Calls of the interactive-messaging service, for the application and in the data centre of this stage. */
import type { Param } from '../../cloud/openapi.ts';
import type { Scope } from '../scope.ts';
import { requiredSetting } from '../secrets.ts';

/** Milliseconds for one call with all its attempts; Android gives up after 10 s altogether. */
const DEADLINE_MS = 3_000;

export async function callMessaging(
  scope: Scope,
  action: string,
  params: Record<string, Param>,
  deadlineMs = DEADLINE_MS,
): Promise<Record<string, unknown>> {
  const app = await requiredSetting(scope, 'message-app');
  // The data centre must be that of the application, in every call (live.md §5).
  return scope.cloud.openApi.call(
    'live',
    action,
    { AppId: app.appId, DataCenter: app.dataCenter, ...params },
    { deadlineMs },
  );
}
