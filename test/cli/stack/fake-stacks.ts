/** A stack service that plays a script of statuses and events; remembers what it was asked to do. */
import type { Stack, StackEvent, StackInput, StackRef, StackResource, Stacks } from '../../../cli/cloud/stacks.ts';

export interface Script {
  readonly found?: StackRef;
  /** One entry a look; the last one stays. An error is thrown instead. */
  readonly looks: readonly (Partial<Stack> | Error)[];
  readonly events?: readonly StackEvent[];
  /** Events that are there before the operation. */
  readonly earlier?: readonly StackEvent[];
  readonly resources?: readonly StackResource[];
  readonly unchanged?: boolean;
  /** Body of the deployed template. */
  readonly template?: string;
}

/** Of the stack that is created, which has events of its own alone. */
const NEW_ID = 'new-id';

export function fakeStacks(script: Script): Stacks & { readonly calls: string[] } {
  const calls: string[] = [];
  let look = 0;
  let begun = script.earlier === undefined;
  const begin = (call: string): void => {
    calls.push(call);
    begun = true;
  };
  return {
    calls,
    find: async () => script.found,
    get: async (stackId) => {
      const current = script.looks[Math.min(look, script.looks.length - 1)];
      look += 1;
      if (current instanceof Error) throw current;
      return { stackId, stackName: 'app-test', status: '', statusReason: '', outputs: {}, parameters: {}, ...current };
    },
    events: async (stackId) => [
      ...(stackId === NEW_ID ? [] : (script.earlier ?? [])),
      ...(begun ? (script.events ?? []) : []),
    ],
    template: async () => script.template ?? '{"Resources": {}}',
    resources: async () => [...(script.resources ?? [])],
    create: async (stackName: string, input: StackInput) => {
      begin(`create ${stackName} ${JSON.stringify(input.parameters)}`);
      return NEW_ID;
    },
    update: async (stackId) => {
      begin(`update ${stackId}`);
      return !script.unchanged;
    },
    delete: async (stackId) => begin(`delete ${stackId}`),
    validate: async () => undefined,
  };
}

let count = 0;

export function event(logicalId: string, status: string, reason = '', resourceType = 'ALIYUN::OTS::Table'): StackEvent {
  count += 1;
  return {
    eventId: `e${count}`,
    createTime: '',
    logicalId,
    physicalId: `p-${logicalId}`,
    resourceType,
    status,
    reason,
  };
}
