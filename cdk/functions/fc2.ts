/** Functions on Function Compute 2.0: each has a service of its own, because role and logs belong to the service (function-compute.md §10.4). */
import * as fc from '@alicloud/ros-cdk-fc';
import { type DeployedFunction, type FunctionSpec, type MakeFunction, PORT, protocolOf, QUALIFIER } from './compute.ts';

const ASYNC_EVENT_AGE_SECONDS = 3_600;

export const fc2Function: MakeFunction = (scope, spec, options = {}) => {
  const { id } = spec;
  const service = new fc.RosService(scope, `${id}Service`, serviceOf(spec), true);
  const fn = new fc.RosFunction(scope, id, functionOf(spec, service, options.asyncRetries), true);
  const target = { serviceName: service.attrServiceName, functionName: fn.attrFunctionName };
  const deployed: DeployedFunction = {
    arn: fn.attrArn,
    metricDimensions: target,
    ready: [id],
    httpTrigger(methods) {
      const props = {
        ...target,
        triggerName: 'http',
        triggerType: 'http',
        // UNCERTAIN key case in ROS; as in the official templates for FC 2.0 (function-compute.md §10.2).
        triggerConfig: { AuthType: 'anonymous', Methods: [...methods] },
        qualifier: QUALIFIER,
      };
      const trigger = new fc.RosTrigger(scope, `${id}HttpTrigger`, props, true);
      return { url: trigger.attrUrlInternet, logicalId: `${id}HttpTrigger` };
    },
    timer(cronExpression) {
      const props = {
        ...target,
        triggerName: 'timer',
        triggerType: 'timer',
        triggerConfig: { CronExpression: cronExpression, Enable: true, Payload: '' },
        qualifier: QUALIFIER,
      };
      new fc.RosTrigger(scope, `${id}Timer`, props, true);
    },
    customDomain(domainName, after, certificate) {
      const route = { path: '/*', ...target, qualifier: QUALIFIER };
      const props = { domainName, ...protocolOf(certificate), routeConfig: { routes: [route] } };
      const domain = new fc.RosCustomDomain(scope, `${id}Domain`, props, true);
      for (const logicalId of after) domain.addRosDependency(logicalId);
      return { logicalId: `${id}Domain` };
    },
  };
  return deployed;
};

function serviceOf(spec: FunctionSpec): fc.RosServiceProps {
  return {
    serviceName: spec.name,
    description: spec.description,
    role: spec.roleArn,
    internetAccess: true,
    logConfig: { ...spec.log, enableRequestMetrics: true },
  };
}

function functionOf(spec: FunctionSpec, service: fc.RosService, asyncRetries: number | undefined): fc.RosFunctionProps {
  const { runtime } = spec;
  const asyncConfiguration = {
    maxAsyncRetryAttempts: asyncRetries,
    maxAsyncEventAgeInSeconds: ASYNC_EVENT_AGE_SECONDS,
  };
  return {
    serviceName: service.attrServiceName,
    functionName: spec.argument,
    description: spec.description,
    handler: 'index.handler',
    runtime: runtime.runtime,
    caPort: PORT,
    customRuntimeConfig: { command: [runtime.node, '/code/main.js', spec.argument] },
    code: spec.code,
    environmentVariables: spec.environment,
    memorySize: spec.memoryMb,
    timeout: spec.timeoutSeconds,
    instanceConcurrency: spec.concurrency,
    ...(asyncRetries === undefined ? {} : { asyncConfiguration }),
  };
}
