/** ALIYUN::FC3::AsyncInvokeConfig */
import type { ResourceType } from '../../ros/resource-type.ts';
import { fcError } from '../errors.ts';
import { deleteAsyncConfig, putAsyncConfig } from '../operations/async-configs.ts';
import type { Context } from '../operations/context.ts';
import { functionKey } from '../records.ts';
import { unlessGone } from './gone.ts';
import { FIXED, flag, map, number, REQUIRED, text } from './rules.ts';
import { toApi } from './to-api.ts';

const destination = map({ Destination: text({ ...REQUIRED, maxLength: 512 }) });

export function fc3AsyncInvokeConfig(context: Context): ResourceType {
  return {
    type: 'ALIYUN::FC3::AsyncInvokeConfig',
    properties: {
      FunctionName: text(FIXED),
      AsyncTask: flag(),
      DestinationConfig: map({ OnSuccess: destination, OnFailure: destination }),
      MaxAsyncEventAgeInSeconds: number({ min: 1, max: 604_800 }),
      MaxAsyncRetryAttempts: number({ min: 0, max: 8 }),
    },
    attributes: [],
    create: async (properties, { regionId }) => {
      const functionName = String(properties.FunctionName);
      const name = { regionId, functionName };
      if (context.store.asyncConfigs.has(functionKey(name))) throw fcError.asyncConfigExists(functionName);
      putAsyncConfig(name, toApi(properties), context);
      return { physicalId: functionName, attributes: {} };
    },
    update: async (functionName, properties, _previous, { regionId }) => {
      putAsyncConfig({ regionId, functionName }, toApi(properties), context);
      return {};
    },
    delete: (functionName, _properties, { regionId }) =>
      unlessGone(() => deleteAsyncConfig({ regionId, functionName }, context)),
  };
}
