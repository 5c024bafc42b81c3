/** Properties of ALIYUN::FC::Function, as ros-cdk-fc 1.9.0 writes them (function-compute.md §10.4). */
import type { PropertyRule } from '../../ros/resource-type.ts';
import { FIXED, flag, freeMap, list, map, number, REQUIRED, text } from './rules.ts';

const hook = map({ Handler: text(), Timeout: number() });

export const FC2_FUNCTION_PROPERTIES: Readonly<Record<string, PropertyRule>> = {
  FunctionName: text({ ...FIXED, pattern: /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/ }),
  ServiceName: text({ ...FIXED, minLength: 1, maxLength: 128 }),
  Handler: text(REQUIRED),
  Runtime: text(REQUIRED),
  AsyncConfiguration: map({
    Destination: map({ OnSuccess: text(), OnFailure: text() }),
    MaxAsyncEventAgeInSeconds: number({ min: 1, max: 2_592_000 }),
    StatefulInvocation: flag(),
    MaxAsyncRetryAttempts: number({ min: 0, max: 8 }),
  }),
  CAPort: number(),
  Code: map({ SourceCode: text({ maxLength: 4096 }), ZipFile: text(), OssObjectName: text(), OssBucketName: text() }),
  Cpu: number(),
  CustomContainerConfig: map({
    Args: text(),
    InstanceId: text(),
    Command: text(),
    AccelerationType: text(),
    WebServerMode: flag(),
    Image: text(REQUIRED),
  }),
  CustomDNS: map({
    Searches: list(text()),
    DnsOptions: list(map({ Name: text(REQUIRED), Value: text() })),
    NameServers: list(text()),
  }),
  CustomHealthCheckConfig: map({
    TimeoutSeconds: number({ min: 1, max: 3 }),
    InitialDelaySeconds: number({ min: 0, max: 120 }),
    HttpGetUrl: text({ maxLength: 2048 }),
    PeriodSeconds: number({ min: 1, max: 120 }),
    FailureThreshold: number({ min: 1, max: 120 }),
    SuccessThreshold: number({ min: 1, max: 120 }),
  }),
  CustomRuntimeConfig: map({ Args: list(text()), Command: list(text()) }),
  Description: text(),
  DiskSize: number({ allowedValues: [512, 10_240] }),
  EnvironmentVariables: freeMap(),
  GpuMemorySize: number(),
  InitializationTimeout: number(),
  Initializer: text(),
  InstanceConcurrency: number({ min: 1, max: 100 }),
  InstanceLifecycleConfig: map({ PreStop: hook, PreFreeze: hook }),
  InstanceSoftConcurrency: number({ min: 1, max: 100 }),
  InstanceType: text({ allowedValues: ['e1', 'c1', 'fc.gpu.tesla.1', 'fc.gpu.ampere.1', 'fc.gpu.ada.1', 'g1'] }),
  MemorySize: number({ min: 128, max: 32_768 }),
  Timeout: number({ min: 1, max: 86_400 }),
};
