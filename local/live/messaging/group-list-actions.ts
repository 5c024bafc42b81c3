/** ListLiveMessageGroups and ListLiveMessageGroupByPage. */
import { page } from '../../openapi/page.ts';
import { number, requiredText } from '../../openapi/read.ts';
import type { Action, Params } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { dataCenterOf } from './door.ts';
import type { Group } from './group.ts';
import { groupSummary } from './group-summary.ts';
import { listFrom } from './token-page.ts';

/** `Hasmore` and `NextpageToken` (a text) are spelled as the service spells them. */
export function listLiveMessageGroups({ apps }: LiveContext): Action {
  return (params) => {
    const { items, next } = listFrom(
      wantedGroups(apps.groups(requiredText(params, 'AppId'), dataCenterOf(params)), params),
      params,
    );
    return { GroupList: items.map(groupSummary), Hasmore: next !== undefined, NextpageToken: String(next ?? '') };
  };
}

export function listLiveMessageGroupByPage({ apps }: LiveContext): Action {
  return (params) => {
    const groups = wantedGroups(apps.groups(requiredText(params, 'AppId'), dataCenterOf(params)), params);
    const sorted = number(params, 'SortType') === 0 ? groups : groups.reverse();
    const found = page(sorted, params, { number: 'PageNumber', size: 'PageSize', defaultSize: 20, maxSize: 100 });
    return {
      GroupList: found.items.map(groupSummary),
      PageNumber: found.number,
      PageSize: found.size,
      TotalCount: found.total,
    };
  };
}

/** UNCERTAIN: the values of `GroupStatus`; 1 existing and 2 deleted groups, all otherwise. */
function wantedGroups(groups: readonly Group[], params: Params): Group[] {
  const status = number(params, 'GroupStatus');
  return groups.filter(({ record }) => {
    const isDeleted = record.deletedAtMs !== undefined;
    return status === 1 ? !isDeleted : status === 2 ? isDeleted : true;
  });
}
