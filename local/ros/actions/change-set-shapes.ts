/** How change sets appear in answers. */
import type { Json } from '../../product.ts';
import type { ChangeSetRecord } from '../change-sets.ts';
import type { Change } from '../engine/difference.ts';
import type { JsonMap } from '../json.ts';
import { tagList, timeText } from './shapes.ts';

export function changeSetSummary(changeSet: ChangeSetRecord): JsonMap {
  return {
    ChangeSetId: changeSet.changeSetId,
    ChangeSetName: changeSet.changeSetName,
    ChangeSetType: changeSet.changeSetType,
    Description: changeSet.description,
    StackId: changeSet.stackId,
    StackName: changeSet.stackName,
    RegionId: changeSet.regionId,
    Status: 'CREATE_COMPLETE',
    StatusReason: '',
    ExecutionStatus: changeSet.executionStatus,
    CreateTime: timeText(changeSet.createTimeMs) ?? '',
    Tags: tagList(changeSet.next.tags),
  };
}

export function shownChange(change: Change): Json {
  const isModification = change.action === 'Modify';
  return {
    Type: 'Resource',
    ResourceChange: {
      Action: change.action,
      LogicalResourceId: change.logicalId,
      PhysicalResourceId: change.physicalId,
      ResourceType: change.type,
      ...(isModification ? { Replacement: 'False', Scope: ['Properties'], Details: change.changed.map(detail) } : {}),
    },
  };
}

function detail(name: string): Json {
  return { Target: { Attribute: 'Properties', Name: name } };
}
