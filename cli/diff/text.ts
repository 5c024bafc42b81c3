/** The changes of a stack as lines for a person. */
import { groupOf } from '../progress/groups.ts';
import type { PropertyChange, ResourceChange, StackChanges } from './changes.ts';

const MARKS: Readonly<Record<ResourceChange['action'], string>> = {
  add: '+',
  change: '~',
  refused: '!',
  remove: '-',
  keep: '○',
};

const MEANINGS: Readonly<Record<ResourceChange['action'], string>> = {
  add: '',
  change: 'in place',
  refused: 'CANNOT CHANGE IN PLACE',
  remove: 'is deleted',
  keep: 'leaves the stack, stays in the account',
};

export function changesText({ stackName, creates, resources, outputs }: StackChanges): string {
  if (creates) {
    const groups = new Map<string, number>();
    for (const { type } of resources) groups.set(groupOf(type), (groups.get(groupOf(type)) ?? 0) + 1);
    const counts = [...groups].sort().map(([group, count]) => `  + ${String(count).padStart(3)} ${group}`);
    return [`Stack ${stackName} is new: ${resources.length} resources`, ...counts].join('\n');
  }
  if (resources.length === 0 && outputs.length === 0) return `Stack ${stackName}: no changes`;
  const lines = resources.flatMap(resourceLines);
  const outputLines = outputs.map((output) => `  ~ output ${propertyLine(output)}`);
  return [`Changes of stack ${stackName}:`, ...lines, ...outputLines, `  ${summary(resources)}`].join('\n');
}

function resourceLines({ logicalId, type, action, properties, loses, waysOut = [] }: ResourceChange): string[] {
  const meaning = MEANINGS[action] && `: ${MEANINGS[action]}`;
  return [
    `  ${MARKS[action]} ${logicalId} (${type})${meaning}`,
    ...properties.map((property) => `      ${propertyLine(property)}`),
    ...(loses ? [`      DATA AT RISK: ${loses}`] : []),
    ...waysOut.map((wayOut) => `      ${wayOut}`),
  ];
}

function propertyLine({ path, from, to }: PropertyChange): string {
  if (from === undefined) return `${path}: ${to} (new)`;
  if (to === undefined) return `${path}: ${from} (removed)`;
  return `${path}: ${from} → ${to}`;
}

/** `2 added, 1 changed in place` */
function summary(resources: readonly ResourceChange[]): string {
  const words = {
    add: 'added',
    change: 'changed in place',
    refused: 'refused',
    remove: 'deleted',
    keep: 'let go of',
  } as const;
  const parts = Object.entries(words).flatMap(([action, word]) => {
    const count = resources.filter((change) => change.action === action).length;
    return count > 0 ? [`${count} ${word}`] : [];
  });
  return parts.length > 0 ? parts.join(', ') : 'outputs only';
}
