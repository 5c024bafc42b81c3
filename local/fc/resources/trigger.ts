/** ALIYUN::FC3::Trigger and ALIYUN::FC::Trigger, which differ in the service name only (function-compute.md §10.2). */
import type { Json } from '../../product.ts';
import type { Properties, PropertyRule, ResourceContext, ResourceType } from '../../ros/resource-type.ts';
import type { FunctionName } from '../arn.ts';
import type { Context } from '../operations/context.ts';
import { createTrigger, deleteTrigger, updateTrigger } from '../operations/triggers.ts';
import { type TriggerRecord, triggerKey } from '../records.ts';
import { unlessGone } from './gone.ts';
import { FIXED, freeMap, REQUIRED, text } from './rules.ts';
import { toApi } from './to-api.ts';

const COMMON: Readonly<Record<string, PropertyRule>> = {
  FunctionName: text(FIXED),
  TriggerName: text({ ...FIXED, minLength: 1, maxLength: 128 }),
  TriggerType: text(FIXED),
  TriggerConfig: freeMap(REQUIRED),
  InvocationRole: text(),
  Qualifier: text(),
  SourceArn: text({ updatable: false }),
};

const ATTRIBUTES = ['FunctionName', 'TriggerId', 'TriggerName', 'UrlInternet', 'UrlIntranet'];

export function fc3Trigger(context: Context): ResourceType {
  return triggerType('ALIYUN::FC3::Trigger', { ...COMMON, Description: text() }, ATTRIBUTES, context);
}

export function fc2Trigger(context: Context): ResourceType {
  const properties = { ...COMMON, ServiceName: text({ ...FIXED, minLength: 1, maxLength: 128 }) };
  return triggerType('ALIYUN::FC::Trigger', properties, [...ATTRIBUTES, 'ServiceName'], context);
}

function triggerType(
  type: string,
  properties: ResourceType['properties'],
  attributes: readonly string[],
  context: Context,
): ResourceType {
  const attributesOf = (record: TriggerRecord): Record<string, Json> => {
    const url = record.port === undefined ? '' : context.listeners.urlOf(record.port);
    const { functionName, triggerId, triggerName, serviceName } = record;
    return {
      FunctionName: functionName,
      TriggerId: triggerId,
      TriggerName: triggerName,
      UrlInternet: url,
      UrlIntranet: url,
      ...(serviceName !== undefined && { ServiceName: serviceName }),
    };
  };
  const keyOf = (given: Properties, at: ResourceContext): string =>
    triggerKey({ ...functionOf(given, at), triggerName: String(given.TriggerName) });
  return {
    type,
    properties,
    attributes,
    create: async (given, at) => {
      const record = await createTrigger(functionOf(given, at), toApi(given), context);
      return { physicalId: record.triggerName, attributes: attributesOf(record) };
    },
    update: async (_id, given, _previous, at) => attributesOf(updateTrigger(keyOf(given, at), toApi(given), context)),
    delete: (_id, given, at) => unlessGone(() => deleteTrigger(keyOf(given, at), context)),
  };
}

function functionOf({ FunctionName, ServiceName }: Properties, { regionId }: ResourceContext): FunctionName {
  return {
    regionId,
    ...(ServiceName !== undefined && { serviceName: String(ServiceName) }),
    functionName: String(FunctionName),
  };
}
