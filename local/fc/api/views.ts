/** How the REST APIs show what exists. */
import type { Json } from '../../product.ts';
import { functionArn } from '../arn.ts';
import { stringsAt } from '../json.ts';
import type { Context } from '../operations/context.ts';
import type { FunctionRecord, ServiceRecord, TriggerRecord } from '../records.ts';
import { settingsOf } from '../settings.ts';

type View = { [key: string]: Json };

function commonView(record: FunctionRecord, context: Context): View {
  const { input, functionName, functionId, codeSize, codeChecksum, createdTime, lastModifiedTime } = record;
  const settings = settingsOf(input, context.store.serviceOf(record)?.input);
  return {
    ...input,
    functionName,
    functionId,
    memorySize: settings.memoryMb,
    timeout: settings.timeoutSeconds,
    instanceConcurrency: settings.concurrency,
    environmentVariables: { ...settings.environment },
    codeSize,
    codeChecksum,
    createdTime,
    lastModifiedTime,
  };
}

/** Updates take effect at once here, so that the state to poll after one is always the final one. */
export function fc3FunctionView(record: FunctionRecord, context: Context): View {
  const layers = stringsAt(record.input, 'layers')?.map((arn) => ({ arn, size: 0 }));
  return {
    ...commonView(record, context),
    ...(layers && { layers }),
    functionArn: functionArn(record, context.accountId),
    state: 'Active',
    lastUpdateStatus: 'Successful',
  };
}

export function fc2FunctionView(record: FunctionRecord, context: Context): View {
  const { serviceName: _serviceName, asyncConfiguration: _async, ...view } = commonView(record, context);
  return view;
}

export function serviceView({ input, serviceName, serviceId, createdTime, lastModifiedTime }: ServiceRecord): View {
  return { ...input, serviceName, serviceId, createdTime, lastModifiedTime };
}

/** FC 3.0 shows the configuration as JSON text, FC 2.0 as an object. */
export function triggerView(record: TriggerRecord, context: Context): View {
  const { triggerName, triggerId, triggerType, description, triggerConfig, createdTime, lastModifiedTime } = record;
  const url = record.port === undefined ? undefined : context.listeners.urlOf(record.port);
  return {
    ...{ triggerName, triggerId, triggerType, description, qualifier: 'LATEST', createdTime, lastModifiedTime },
    triggerConfig: record.serviceName === undefined ? JSON.stringify(triggerConfig) : triggerConfig,
    ...(url !== undefined &&
      (record.serviceName === undefined
        ? { httpTrigger: { urlInternet: url, urlIntranet: url } }
        : { urlInternet: url, urlIntranet: url })),
  };
}
