/** Functions on Function Compute 3.0: the function is the first-level entity (function-compute.md §10.1–10.3). */
import * as fc3 from '@alicloud/ros-cdk-fc3';
import {
  cpuFor,
  type DeployedFunction,
  type FunctionSpec,
  type MakeFunction,
  PORT,
  protocolOf,
  QUALIFIER,
} from './compute.ts';

const DISK_MB = 512;

/** Longest an asynchronous event may wait; the provider's answers are useless to ROS much later. */
const ASYNC_EVENT_AGE_SECONDS = 3_600;

export const fc3Function: MakeFunction = (scope, spec, options = {}) => {
  const { id } = spec;
  const fn = new fc3.RosFunction(scope, id, propertiesOf(spec), true);
  const ready: string[] = [id];
  if (options.asyncRetries !== undefined) {
    const props = {
      functionName: fn.attrFunctionName,
      maxAsyncRetryAttempts: options.asyncRetries,
      maxAsyncEventAgeInSeconds: ASYNC_EVENT_AGE_SECONDS,
    };
    new fc3.RosAsyncInvokeConfig(scope, `${id}AsyncInvoke`, props, true);
    ready.push(`${id}AsyncInvoke`);
  }
  const deployed: DeployedFunction = {
    arn: fn.attrArn,
    // The documented dimensions name a service as well, which functions of FC 3.0 do not have; others leave it empty too.
    metricDimensions: { serviceName: '', functionName: fn.attrFunctionName },
    ready,
    httpTrigger(methods) {
      const props = {
        functionName: fn.attrFunctionName,
        triggerName: 'http',
        triggerType: 'http',
        // UNCERTAIN key case in ROS; camelCase as in the FC 3.0 API (function-compute.md §10.2).
        triggerConfig: { authType: 'anonymous', methods: [...methods], disableURLInternet: false },
        qualifier: QUALIFIER,
      };
      const trigger = new fc3.RosTrigger(scope, `${id}HttpTrigger`, props, true);
      return { url: trigger.attrUrlInternet, logicalId: `${id}HttpTrigger` };
    },
    timer(cronExpression) {
      const props = {
        functionName: fn.attrFunctionName,
        triggerName: 'timer',
        triggerType: 'timer',
        triggerConfig: { cronExpression, enable: true, payload: '' },
        qualifier: QUALIFIER,
      };
      new fc3.RosTrigger(scope, `${id}Timer`, props, true);
    },
    customDomain(domainName, after, certificate) {
      const route = { path: '/*', functionName: fn.attrFunctionName, qualifier: QUALIFIER };
      const props = {
        domainName,
        ...protocolOf(certificate),
        authConfig: { authType: 'anonymous' },
        routeConfig: { routes: [route] },
      };
      const domain = new fc3.RosCustomDomain(scope, `${id}Domain`, props, true);
      for (const logicalId of after) domain.addRosDependency(logicalId);
      return { logicalId: `${id}Domain` };
    },
  };
  return deployed;
};

function propertiesOf(spec: FunctionSpec): fc3.RosFunctionProps {
  const { runtime } = spec;
  return {
    functionName: spec.name,
    description: spec.description,
    // A custom runtime has no handler, but the property is required.
    handler: 'index.handler',
    runtime: runtime.runtime,
    ...(runtime.layers.length > 0 ? { layers: [...runtime.layers] } : {}),
    customRuntimeConfig: { command: [runtime.node, '/code/main.js', spec.argument], port: PORT },
    code: spec.code,
    role: spec.roleArn,
    environmentVariables: spec.environment,
    internetAccess: true,
    cpu: cpuFor(spec.memoryMb),
    memorySize: spec.memoryMb,
    diskSize: DISK_MB,
    timeout: spec.timeoutSeconds,
    instanceConcurrency: spec.concurrency,
    logConfig: { ...spec.log, enableRequestMetrics: true, enableInstanceMetrics: true },
  };
}
