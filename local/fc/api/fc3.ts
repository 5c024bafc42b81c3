/** The REST API of FC 3.0 (version 2023-03-30): what the command line needs of it. */
import { functionArn } from '../arn.ts';
import { fcError } from '../errors.ts';
import { deleteFunction, updateFunction } from '../operations/functions.ts';
import type { FunctionRecord } from '../records.ts';
import { FC3_FUNCTION_PROPERTIES } from '../resources/fc3-function-properties.ts';
import { apiName } from '../resources/to-api.ts';
import { invokeResponse } from './invoke-response.ts';
import { type ApiAction, type ApiCall, bodyOf, json, noContent, onlyKnown, page, type RestApi } from './rest.ts';
import { fc3FunctionView, triggerView } from './views.ts';

const FC3_PREFIX = '/2023-03-30';
const KNOWN_MEMBERS = Object.keys(FC3_FUNCTION_PROPERTIES).map(apiName);

const ACTIONS: readonly ApiAction[] = [
  {
    name: 'ListFunctions',
    method: 'GET',
    path: '/functions',
    run: ({ request, context, requestId, allow }) => {
      allow(`acs:fc:*:${context.accountId}:functions/*`);
      const all = [...context.store.functions.values()].filter(({ serviceName }) => serviceName === undefined);
      const { items, nextToken } = page(all, ({ functionName }) => functionName, request.query);
      const functions = items.map((record) => fc3FunctionView(record, context));
      return json(200, { functions, ...(nextToken !== undefined && { nextToken }) }, requestId);
    },
  },
  {
    name: 'GetFunction',
    method: 'GET',
    path: '/functions/{functionName}',
    run: (call) => json(200, fc3FunctionView(target(call), call.context), call.requestId),
  },
  {
    name: 'UpdateFunction',
    method: 'PUT',
    path: '/functions/{functionName}',
    run: (call) => {
      const record = target(call);
      const change = onlyKnown(bodyOf(call.request), KNOWN_MEMBERS);
      return json(200, fc3FunctionView(updateFunction(record, change, call.context), call.context), call.requestId);
    },
  },
  {
    name: 'DeleteFunction',
    method: 'DELETE',
    path: '/functions/{functionName}',
    run: (call) => {
      deleteFunction(target(call), call.context);
      return noContent(204, call.requestId);
    },
  },
  {
    name: 'InvokeFunction',
    method: 'POST',
    path: '/functions/{functionName}/invocations',
    run: (call) => invokeResponse(target(call), call),
  },
  {
    name: 'ListTriggers',
    method: 'GET',
    path: '/functions/{functionName}/triggers',
    run: (call) => {
      const triggers = call.context.store.triggersOf(target(call));
      const { items, nextToken } = page(triggers, ({ triggerName }) => triggerName, call.request.query);
      const shown = items.map((trigger) => triggerView(trigger, call.context));
      return json(200, { triggers: shown, ...(nextToken !== undefined && { nextToken }) }, call.requestId);
    },
  },
  {
    name: 'GetTrigger',
    method: 'GET',
    path: '/functions/{functionName}/triggers/{triggerName}',
    run: (call) => {
      const { triggerName = '', functionName = '' } = call.params;
      const trigger = call.context.store.triggersOf(target(call)).find((each) => each.triggerName === triggerName);
      if (!trigger) throw fcError.triggerNotFound(triggerName, functionName);
      return json(200, triggerView(trigger, call.context), call.requestId);
    },
  },
];

export function fc3Api(authenticate: RestApi['authenticate']): RestApi {
  return {
    prefix: FC3_PREFIX,
    actions: ACTIONS,
    authenticate,
    error: ({ code, message }, requestId) => ({ Code: code, Message: message, RequestId: requestId }),
  };
}

/** The function in the path, when the caller may do this with it. */
function target({ params, context, allow }: ApiCall): FunctionRecord {
  const record = context.store.findFunction(params.functionName ?? '');
  allow(functionArn(record, context.accountId));
  return record;
}
