/** What a stack is to become: a template with the values of its parameters, and how its names are looked up. */
import type { Clock } from '../../clock.ts';
import type { Json } from '../../product.ts';
import { rosError } from '../errors.ts';
import { isTrue } from '../functions/conditions.ts';
import { type Evaluator, evaluator, type Names } from '../functions/evaluate.ts';
import { FunctionError, NotYetKnown } from '../functions/function.ts';
import type { ParameterValues } from '../template/parameter-values.ts';
import { pseudoParameter, type StackIdentity } from '../template/pseudo-parameters.ts';
import type { ResourceDefinition, Template } from '../template/template.ts';
import { isPresent, type ResourceRecord, resourceOf } from './stack.ts';
import type { Types } from './types.ts';

export interface Goal {
  readonly template: Template;
  readonly values: ParameterValues;
}

export interface GoalContext {
  readonly identity: StackIdentity;
  readonly resources: Readonly<Record<string, ResourceRecord>>;
  readonly types: Types;
  readonly clock: Clock;
  /** Parameters with NoEcho are asterisks: for answers that people see. */
  readonly masked?: boolean;
}

export interface GoalEvaluator extends Evaluator {
  isOn(item: { readonly condition?: string }): boolean;
  /** Resources whose condition holds. */
  active(): ResourceDefinition[];
  deletionPolicy(resource: ResourceDefinition): 'Delete' | 'Retain';
}

export const MASK = '******';

export function goalEvaluator(goal: Goal, context: GoalContext): GoalEvaluator {
  const names = namesOf(goal, context);
  const evaluate = evaluator(names);
  const isOn = ({ condition }: { readonly condition?: string }) =>
    condition === undefined || names.condition(condition);
  return {
    ...evaluate,
    isOn,
    active: () => [...goal.template.resources.values()].filter(isOn),
    deletionPolicy: ({ logicalId, deletionPolicy }) => {
      if (typeof deletionPolicy === 'string') return deletionPolicy;
      const policy = goal.values.get(deletionPolicy.parameter);
      if (policy === undefined) throw new NotYetKnown(deletionPolicy.parameter);
      if (policy === 'Delete' || policy === 'Retain') return policy;
      throw rosError.stackValidationFailed(
        `Resources.${logicalId}.DeletionPolicy "${String(policy)}" should be Delete or Retain`,
      );
    },
  };
}

function namesOf(goal: Goal, context: GoalContext): Names {
  const { template } = goal;
  const known = new Map<string, boolean>();
  const names: Names = {
    mappings: template.mappings,
    now: () => context.clock.now(),
    parameter: (name) => pseudoParameter(name, context.identity) ?? parameter(name, goal, context.masked === true),
    reference: (id) => (isOff(id) ? null : existing(id, context).physicalId),
    attribute: (id, name) => (isOff(id) ? null : attribute(existing(id, context), name, context.types)),
    condition: (name) => {
      const value = known.get(name) ?? evaluateCondition(name, template, names);
      known.set(name, value);
      return value;
    },
  };
  const isOff = (id: string) => {
    const condition = template.resources.get(id)?.condition;
    return condition !== undefined && !names.condition(condition);
  };
  return names;
}

/** Conditions that use each other in a circle were refused by `checkTemplate`. */
function evaluateCondition(name: string, template: Template, names: Names): boolean {
  const expression = template.conditions[name];
  if (expression === undefined) throw new FunctionError(`finds no condition ${name}`);
  const path = `Conditions.${name}`;
  return isTrue(expression, { ...names, resolve: (value) => evaluator(names).resolve(value, path) });
}

function parameter(name: string, { template, values }: Goal, isMasked: boolean): Json | undefined {
  const definition = template.parameters.get(name);
  if (!definition) return undefined;
  const value = values.get(name);
  if (value === undefined) throw new NotYetKnown(name);
  return isMasked && definition.noEcho && value !== null ? MASK : value;
}

function existing(logicalId: string, { resources }: GoalContext): ResourceRecord {
  const record = resourceOf(resources, logicalId);
  if (!isPresent(record) || record.physicalId === '') throw new NotYetKnown(logicalId);
  return record;
}

function attribute(record: ResourceRecord, name: string, types: Types): Json {
  const value = Object.hasOwn(record.attributes, name) ? record.attributes[name] : undefined;
  if (value !== undefined) return value;
  if (!types.find(record.type)?.openAttributes) return null;
  const known = Object.keys(record.attributes).join(', ');
  throw new FunctionError(`finds no attribute ${name} of ${record.logicalId}, whose response Data has ${known}`);
}
