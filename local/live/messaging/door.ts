/** Reads the parameters that all IM actions share, with the limits of live.md §5. */
import { requiredText, text, texts } from '../../openapi/read.ts';
import type { Params } from '../../openapi/service.ts';
import { liveError } from '../errors.ts';
import { DATA_CENTERS, type MessageApp, type MessageApps } from './apps.ts';
import type { Group } from './group.ts';
import { GROUP_ID, USER_ID } from './limits.ts';

export function dataCenterOf(params: Params): string {
  const dataCenter = text(params, 'DataCenter') ?? 'cn-shanghai';
  if (!DATA_CENTERS.includes(dataCenter))
    throw liveError.inputInvalid('DataCenter', `one of ${DATA_CENTERS.join(', ')}`);
  return dataCenter;
}

export function appOf(apps: MessageApps, params: Params): MessageApp {
  return apps.get(requiredText(params, 'AppId'), dataCenterOf(params));
}

/** The group a call is about; throws `ResourceNotExist` when it does not exist or is deleted. */
export function groupOf(apps: MessageApps, params: Params): Group {
  const group = anyGroupOf(apps, params);
  if (group.record.deletedAtMs !== undefined) throw liveError.resourceNotExist(`group ${group.record.id} is deleted`);
  return group;
}

/** The same, deleted ones included. */
export function anyGroupOf(apps: MessageApps, params: Params): Group {
  const groupId = requiredText(params, 'GroupId');
  const group = apps.findGroup(requiredText(params, 'AppId'), dataCenterOf(params), groupId);
  if (!group) throw liveError.resourceNotExist(`group ${groupId}`);
  return group;
}

export function newGroupId(params: Params): string {
  const id = requiredText(params, 'GroupId');
  if (!GROUP_ID.test(id)) throw liveError.inputInvalid('GroupId', '1 to 64 letters and digits');
  return id;
}

export function checkUserId(name: string, id: string): string {
  if (!USER_ID.test(id)) throw liveError.inputInvalid(name, '1 to 64 letters, digits, underscores');
  return id;
}

export function userIds(params: Params, name: string, most: number): string[] {
  const ids = texts(params, name) ?? [];
  if (ids.length > most) throw liveError.inputInvalid(name, `at most ${most} users`);
  return [...new Set(ids.map((id) => checkUserId(name, id)))];
}

export function limitedText(params: Params, name: string, mostBytes: number): string {
  const value = text(params, name) ?? '';
  if (Buffer.byteLength(value) > mostBytes) throw liveError.inputInvalid(name, `at most ${mostBytes} bytes`);
  return value;
}
