/** What a list and a description of groups have in common; `Createtime` is spelled as the service spells it. */
import type { Json } from '../../product.ts';
import { seconds } from '../timestamps.ts';
import type { Group } from './group.ts';

export function groupSummary({ record }: Group): { [name: string]: Json } {
  return {
    GroupId: record.id,
    GroupName: record.name,
    GroupInfo: record.info,
    CreatorId: record.creatorId,
    AdminList: record.administrators,
    Createtime: seconds(record.createdAtMs),
    Delete: record.deletedAtMs !== undefined,
  };
}
