/** The ROS API, version 2019-09-10, as a service of the local OpenAPI gateway. */
import type { Action, ActionRule, OpenApiService, ParameterRule, Params } from '../openapi/service.ts';
import { cancelUpdateStack } from './actions/cancel-update-stack.ts';
import type { Ros, RosAction } from './actions/context.ts';
import { createChangeSet } from './actions/create-change-set.ts';
import { createStack } from './actions/create-stack.ts';
import { deleteChangeSet } from './actions/delete-change-set.ts';
import { deleteStack } from './actions/delete-stack.ts';
import { executeChangeSet } from './actions/execute-change-set.ts';
import { generateTemplatePolicy } from './actions/generate-template-policy.ts';
import { getChangeSet } from './actions/get-change-set.ts';
import { getServiceProvisions } from './actions/get-service-provisions.ts';
import { getStack } from './actions/get-stack.ts';
import { getStackResource } from './actions/get-stack-resource.ts';
import { getTemplate } from './actions/get-template.ts';
import { listChangeSets } from './actions/list-change-sets.ts';
import { listStackEvents } from './actions/list-stack-events.ts';
import { listStackResources } from './actions/list-stack-resources.ts';
import { listStacks } from './actions/list-stacks.ts';
import { previewStack } from './actions/preview-stack.ts';
import { getResourceType, listResourceTypes } from './actions/resource-types.ts';
import rulesData from './actions/rules.json' with { type: 'json' };
import { setDeletionProtection } from './actions/set-deletion-protection.ts';
import { updateStack } from './actions/update-stack.ts';
import { validateTemplate } from './actions/validate-template.ts';
import type { IdempotencyTokens } from './idempotency.ts';

const CHANGING: Readonly<Record<string, RosAction>> = {
  CreateStack: createStack,
  UpdateStack: updateStack,
  DeleteStack: deleteStack,
  CancelUpdateStack: cancelUpdateStack,
  SetDeletionProtection: setDeletionProtection,
  CreateChangeSet: createChangeSet,
  ExecuteChangeSet: executeChangeSet,
  DeleteChangeSet: deleteChangeSet,
};

const READING: Readonly<Record<string, RosAction>> = {
  GetStack: getStack,
  ListStacks: listStacks,
  ListStackEvents: listStackEvents,
  ListStackResources: listStackResources,
  GetStackResource: getStackResource,
  GetTemplate: getTemplate,
  ValidateTemplate: validateTemplate,
  PreviewStack: previewStack,
  GetChangeSet: getChangeSet,
  ListChangeSets: listChangeSets,
  ListResourceTypes: listResourceTypes,
  GetResourceType: getResourceType,
  GetServiceProvisions: getServiceProvisions,
  GenerateTemplatePolicy: generateTemplatePolicy,
};

/** Parameters of every action of the service, written from the typings of `@alicloud/ros20190910` 3.7.0. */
const RULES: Readonly<Record<string, readonly ParameterRule[]>> = rulesData;

export function rosService(ros: Ros, tokens: IdempotencyTokens): OpenApiService {
  const changing = Object.entries(CHANGING).map(([name, make]): [string, Action] => [
    name,
    tokens.guard(name, make(ros)),
  ]);
  const reading = Object.entries(READING).map(([name, make]): [string, Action] => [name, make(ros)]);
  return {
    product: 'ros',
    version: '2019-09-10',
    host: 'ros.aliyuncs.com',
    rules: Object.fromEntries(
      Object.entries(RULES).map(([name, request]): [string, ActionRule] => [name, { request, response: [] }]),
    ),
    actions: Object.fromEntries([...changing, ...reading]),
    permission,
  };
}

/** `ros:<Action>` on the stack, where the call names one (RAM table of the API reference). */
function permission(action: string, params: Params, accountId: string): { action: string; resource: string } {
  const region = typeof params.RegionId === 'string' ? params.RegionId : '*';
  const stackId = typeof params.StackId === 'string' ? params.StackId : '*';
  return { action: `ros:${action}`, resource: `acs:ros:${region}:${accountId}:stack/${stackId}` };
}
