/** ALIYUN::FC3::Function */
import type { Properties, ResourceContext, ResourceType } from '../../ros/resource-type.ts';
import { type FunctionName, functionArn } from '../arn.ts';
import type { Context } from '../operations/context.ts';
import { createFunction, deleteFunction, replaceFunction } from '../operations/functions.ts';
import type { FunctionRecord } from '../records.ts';
import { FC3_FUNCTION_PROPERTIES } from './fc3-function-properties.ts';
import { unlessGone } from './gone.ts';
import { toApi } from './to-api.ts';

export function fc3Function(context: Context): ResourceType {
  const attributes = (record: FunctionRecord) => ({
    ARN: functionArn(record, context.accountId),
    FunctionId: record.functionId,
    FunctionName: record.functionName,
  });
  return {
    type: 'ALIYUN::FC3::Function',
    properties: FC3_FUNCTION_PROPERTIES,
    attributes: ['ARN', 'FunctionId', 'FunctionName'],
    create: async (properties, at) => {
      const record = createFunction(nameOf(properties, at), toApi(properties), context);
      return { physicalId: record.functionName, attributes: attributes(record) };
    },
    update: async (_id, properties, _previous, at) =>
      attributes(replaceFunction(nameOf(properties, at), toApi(properties), context)),
    delete: (physicalId, _properties, { regionId }) =>
      unlessGone(() => deleteFunction({ regionId, functionName: physicalId }, context)),
  };
}

function nameOf({ FunctionName }: Properties, { regionId }: ResourceContext): FunctionName {
  return { regionId, functionName: String(FunctionName) };
}
