/** IM applications with their groups, members and messages. */
import type { Group } from '../../live/messaging/group.ts';
import type { Sources } from '../sources.ts';

export interface GroupSummary {
  readonly id: string;
  readonly appId: string;
  readonly name: string;
  readonly creator: string;
  readonly state: 'open' | 'muted' | 'deleted';
  readonly members: number;
  readonly messages: number;
  readonly createdAtMs: number;
}

export interface AppSummary {
  readonly id: string;
  readonly name: string;
  readonly dataCenter: string;
  readonly status: 'enabled' | 'disabled';
  readonly callbackUrl: string;
}

type LiveSource = Pick<Sources, 'live'>;

export function messageAppsOf({ live }: LiveSource): AppSummary[] {
  return live.apps.all().map(({ appId, name, dataCenter, disabled, eventCallbackUrl }) => ({
    ...{ id: appId, name, dataCenter, callbackUrl: eventCallbackUrl },
    status: disabled ? 'disabled' : 'enabled',
  }));
}

/** Newest first; deleted ones come last. */
export function groupsOf({ live }: LiveSource): GroupSummary[] {
  const all = live.apps
    .all()
    .flatMap(({ appId, dataCenter }) => live.apps.groups(appId, dataCenter).map((group) => groupSummary(appId, group)));
  return all.sort(
    (left, right) =>
      Number(left.state === 'deleted') - Number(right.state === 'deleted') || right.createdAtMs - left.createdAtMs,
  );
}

export function groupSummary(appId: string, { record, members }: Group): GroupSummary {
  const { id, name, creatorId, createdAtMs, deletedAtMs, bannedAll, msgAmount } = record;
  return {
    ...{ id, appId, name, creator: creatorId, createdAtMs },
    state: deletedAtMs !== undefined ? 'deleted' : bannedAll ? 'muted' : 'open',
    members: members.size,
    messages: Object.values(msgAmount).reduce((sum, count) => sum + count, 0),
  };
}

export function groupOf({ live }: LiveSource, appId: string | null, groupId: string | null): Group | undefined {
  const app = live.apps.all().find((candidate) => candidate.appId === appId);
  return app && live.apps.groups(app.appId, app.dataCenter).find(({ record }) => record.id === groupId);
}
