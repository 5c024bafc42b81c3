/** What a deployment changes, resource by resource and property by property. */
import type { TemplateResource } from '../../cdk/template.ts';
import { type Deployable, type RefusedChange, refusedChanges } from '../../cdk/updates.ts';
import { leavesOf } from './flatten.ts';
import { lossOnChange, lossOnRemoval } from './risks.ts';

export interface PropertyChange {
  /** `Code.ZipFile`, `Routes[0].Path`. */
  readonly path: string;
  /** Absent: the property is new. */
  readonly from?: string;
  /** Absent: the property goes. */
  readonly to?: string;
}

export interface ResourceChange {
  readonly logicalId: string;
  readonly type: string;
  /** `keep`: it leaves the stack and stays in the account. `refused`: it cannot change in place. */
  readonly action: 'add' | 'change' | 'refused' | 'remove' | 'keep';
  readonly properties: readonly PropertyChange[];
  /** What would be lost; absent: nothing. */
  readonly loses?: string;
  /** For `refused`: what to do instead. */
  readonly waysOut?: readonly string[];
}

export interface StackChanges {
  readonly stackName: string;
  /** The stack is new. */
  readonly creates: boolean;
  readonly resources: readonly ResourceChange[];
  /** Outputs and tags change without touching a resource. */
  readonly outputs: readonly PropertyChange[];
}

/** `before` undefined: everything is added. */
export function changesOf(stackName: string, before: Deployable | undefined, after: Deployable): StackChanges {
  if (!before) {
    const resources = Object.entries(after.template.Resources).map(([logicalId, { Type }]): ResourceChange => {
      return { logicalId, type: Type, action: 'add', properties: [] };
    });
    return { stackName, creates: true, resources, outputs: [] };
  }
  const refused = refusedChanges(before, after);
  const ids = new Set([...Object.keys(after.template.Resources), ...Object.keys(before.template.Resources)]);
  const resources = [...ids].flatMap((id) => resourceChange(id, before, after, refused) ?? []);
  const outputs = propertyChanges(outputsOf(before), outputsOf(after));
  return { stackName, creates: false, resources, outputs };
}

/** Whether somebody must agree before it happens. */
export function losesData({ resources }: StackChanges): boolean {
  return resources.some(({ loses }) => loses !== undefined);
}

export function isEmpty({ resources, outputs }: StackChanges): boolean {
  return resources.length === 0 && outputs.length === 0;
}

function resourceChange(
  logicalId: string,
  before: Deployable,
  after: Deployable,
  refused: readonly RefusedChange[],
): ResourceChange | undefined {
  const [old, wanted] = [before.template.Resources[logicalId], after.template.Resources[logicalId]];
  if (!wanted) return old && removal(logicalId, old);
  const type = wanted.Type;
  if (!old) return { logicalId, type, action: 'add', properties: [] };
  const properties = propertyChanges(leaves(old, before), leaves(wanted, after));
  if (properties.length === 0) return undefined;
  const mine = refused.filter(({ resource }) => resource === logicalId);
  if (mine.length > 0) {
    return { logicalId, type, action: 'refused', properties, waysOut: [...new Set(mine.map((each) => each.wayOut))] };
  }
  const losses = properties.flatMap((property) => lossOnChange(type, property) ?? []);
  return { logicalId, type, action: 'change', properties, ...(losses[0] ? { loses: losses.join('; ') } : {}) };
}

function removal(logicalId: string, resource: TemplateResource): ResourceChange {
  const loses = lossOnRemoval(resource);
  const action = resource.DeletionPolicy === 'Retain' ? 'keep' : 'remove';
  return { logicalId, type: resource.Type, action, properties: [], ...(loses ? { loses } : {}) };
}

function leaves({ Type, Properties, DeletionPolicy }: TemplateResource, from: Deployable): Map<string, string> {
  const policy: [string, string][] = [['DeletionPolicy', String(DeletionPolicy ?? 'Delete')]];
  return new Map([['Type', Type], ...leavesOf(Properties, from), ...policy]);
}

function outputsOf(from: Deployable): Map<string, string> {
  const values = Object.entries(from.template.Outputs).map(([name, { Value }]) => [name, Value] as const);
  return leavesOf(Object.fromEntries(values), from);
}

function propertyChanges(before: Map<string, string>, after: Map<string, string>): PropertyChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((path) => {
    const [from, to] = [before.get(path), after.get(path)];
    if (from === to) return [];
    return [{ path, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
  });
}
