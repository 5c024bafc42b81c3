/** The REST API of FC 2.0 (version 2016-08-15): what `@alicloud/fc2` needs to read, invoke and update functions. */
import { checkQualifier, functionArn } from '../arn.ts';
import { fcError } from '../errors.ts';
import { deleteFunction, updateFunction } from '../operations/functions.ts';
import type { FunctionRecord, ServiceRecord } from '../records.ts';
import { FC2_FUNCTION_PROPERTIES } from '../resources/fc2-function-properties.ts';
import { apiName } from '../resources/to-api.ts';
import { invokeResponse } from './invoke-response.ts';
import { type ApiAction, type ApiCall, bodyOf, json, noContent, onlyKnown, page, type RestApi } from './rest.ts';
import { fc2FunctionView, serviceView, triggerView } from './views.ts';

const FC2_PREFIX = '/2016-08-15';
const KNOWN_MEMBERS = Object.keys(FC2_FUNCTION_PROPERTIES).map(apiName);

const ACTIONS: readonly ApiAction[] = [
  {
    name: 'ListServices',
    method: 'GET',
    path: '/services',
    run: ({ request, context, requestId, allow }) => {
      allow(`acs:fc:*:${context.accountId}:services/*`);
      const all = [...context.store.services.values()];
      const { items, nextToken } = page(all, ({ serviceName }) => serviceName, request.query);
      return json(200, { services: items.map(serviceView), ...(nextToken && { nextToken }) }, requestId);
    },
  },
  {
    name: 'GetService',
    method: 'GET',
    path: '/services/{service}',
    run: (call) => json(200, serviceView(serviceOf(call)), call.requestId),
  },
  {
    name: 'ListFunctions',
    method: 'GET',
    path: '/services/{service}/functions',
    run: (call) => {
      const { serviceName } = serviceOf(call);
      const all = [...call.context.store.functions.values()].filter((record) => record.serviceName === serviceName);
      const { items, nextToken } = page(all, ({ functionName }) => functionName, call.request.query);
      const functions = items.map((record) => fc2FunctionView(record, call.context));
      return json(200, { functions, ...(nextToken && { nextToken }) }, call.requestId);
    },
  },
  {
    name: 'GetFunction',
    method: 'GET',
    path: '/services/{service}/functions/{functionName}',
    run: (call) => json(200, fc2FunctionView(target(call), call.context), call.requestId),
  },
  {
    name: 'UpdateFunction',
    method: 'PUT',
    path: '/services/{service}/functions/{functionName}',
    run: (call) => {
      const record = target(call);
      const change = onlyKnown(bodyOf(call.request), KNOWN_MEMBERS);
      return json(200, fc2FunctionView(updateFunction(record, change, call.context), call.context), call.requestId);
    },
  },
  {
    name: 'DeleteFunction',
    method: 'DELETE',
    path: '/services/{service}/functions/{functionName}',
    run: (call) => {
      deleteFunction(target(call), call.context);
      return noContent(204, call.requestId);
    },
  },
  {
    name: 'InvokeFunction',
    method: 'POST',
    path: '/services/{service}/functions/{functionName}/invocations',
    run: (call) => invokeResponse(target(call), call),
  },
  {
    name: 'ListTriggers',
    method: 'GET',
    path: '/services/{service}/functions/{functionName}/triggers',
    run: (call) => {
      const all = call.context.store.triggersOf(target(call));
      const { items, nextToken } = page(all, ({ triggerName }) => triggerName, call.request.query);
      const triggers = items.map((trigger) => triggerView(trigger, call.context));
      return json(200, { triggers, ...(nextToken && { nextToken }) }, call.requestId);
    },
  },
];

export function fc2Api(authenticate: RestApi['authenticate']): RestApi {
  return {
    prefix: FC2_PREFIX,
    actions: ACTIONS,
    authenticate,
    error: ({ code, message }) => ({ ErrorCode: code, ErrorMessage: message }),
  };
}

/** Service and qualifier share a part of the path: `service.qualifier`. */
function serviceNameOf({ params }: ApiCall): string {
  const [serviceName = '', qualifier] = (params.service ?? '').split('.', 2);
  checkQualifier(qualifier);
  return serviceName;
}

function serviceOf(call: ApiCall): ServiceRecord {
  const { context, allow } = call;
  const name = serviceNameOf(call);
  const service = [...context.store.services.values()].find(({ serviceName }) => serviceName === name);
  if (!service) throw fcError.serviceNotFound(name);
  allow(`acs:fc:${service.regionId}:${context.accountId}:services/${name}`);
  return service;
}

function target(call: ApiCall): FunctionRecord {
  const record = call.context.store.findFunction(call.params.functionName ?? '', serviceNameOf(call));
  call.allow(functionArn(record, call.context.accountId));
  return record;
}
