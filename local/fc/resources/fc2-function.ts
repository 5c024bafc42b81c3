/** ALIYUN::FC::Function */
import type { Properties, ResourceContext, ResourceType } from '../../ros/resource-type.ts';
import { type FunctionName, functionArn } from '../arn.ts';
import { objectAt } from '../json.ts';
import { putAsyncConfig } from '../operations/async-configs.ts';
import type { Context } from '../operations/context.ts';
import { createFunction, deleteFunction, replaceFunction } from '../operations/functions.ts';
import { type FunctionRecord, functionKey, type Input } from '../records.ts';
import { FC2_FUNCTION_PROPERTIES } from './fc2-function-properties.ts';
import { unlessGone } from './gone.ts';
import { toApi } from './to-api.ts';

export function fc2Function(context: Context): ResourceType {
  const attributes = (record: FunctionRecord) => ({
    ARN: functionArn(record, context.accountId),
    FunctionId: record.functionId,
    FunctionName: record.functionName,
    ServiceId: context.store.serviceOf(record)?.serviceId ?? '',
    ServiceName: record.serviceName ?? '',
  });
  return {
    type: 'ALIYUN::FC::Function',
    properties: FC2_FUNCTION_PROPERTIES,
    attributes: ['ARN', 'FunctionId', 'FunctionName', 'ServiceId', 'ServiceName'],
    create: async (properties, at) => {
      const name = nameOf(properties, at);
      const record = createFunction(name, toApi(properties), context);
      try {
        applyAsync(name, record.input, context);
      } catch (error) {
        deleteFunction(name, context);
        throw error;
      }
      return { physicalId: record.functionName, attributes: attributes(record) };
    },
    update: async (_id, properties, _previous, at) => {
      const name = nameOf(properties, at);
      const record = replaceFunction(name, toApi(properties), context);
      applyAsync(name, record.input, context);
      return attributes(record);
    },
    delete: (_id, properties, at) => unlessGone(() => deleteFunction(nameOf(properties, at), context)),
  };
}

/** What is a resource of its own in 3.0 is a property here. */
function applyAsync(name: FunctionName, input: Input, context: Context): void {
  const { destination, statefulInvocation, ...config } = objectAt(input, 'asyncConfiguration') ?? {};
  context.store.asyncConfigs.delete(functionKey(name));
  if (!input.asyncConfiguration) return;
  const given = {
    ...config,
    ...(destination !== undefined && { destinationConfig: destination }),
    ...(statefulInvocation !== undefined && { asyncTask: statefulInvocation }),
  };
  putAsyncConfig(name, given, context);
}

function nameOf({ FunctionName, ServiceName }: Properties, { regionId }: ResourceContext): FunctionName {
  return { regionId, serviceName: String(ServiceName), functionName: String(FunctionName) };
}
