/** Properties of ALIYUN::FC3::Function, as ros-cdk-fc3 1.11.0 writes them (function-compute.md §10.1). */
import type { PropertyRule } from '../../ros/resource-type.ts';
import { FIXED, flag, freeMap, list, map, number, REQUIRED, text, UP_TO_100 } from './rules.ts';

const healthCheck = map({
  TimeoutSeconds: number(),
  InitialDelaySeconds: number({ min: 0, max: 120 }),
  HttpGetUrl: text({ maxLength: 2048 }),
  PeriodSeconds: number({ min: 1, max: 120 }),
  FailureThreshold: number({ min: 1, max: 120 }),
  SuccessThreshold: number({ min: 1, max: 120 }),
});

const registry = map({
  CertConfig: map({ Insecure: flag(REQUIRED), RootCaCertBase64: text() }, REQUIRED),
  NetworkConfig: map({ VpcId: text(REQUIRED), VSwitchId: text(REQUIRED), SecurityGroupId: text(REQUIRED) }),
  AuthConfig: map({ UserName: text(REQUIRED), Password: text(REQUIRED) }),
});

const hook = map({ Handler: text(), Timeout: number() });

export const FC3_FUNCTION_PROPERTIES: Readonly<Record<string, PropertyRule>> = {
  FunctionName: text({ ...FIXED, pattern: /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/ }),
  Handler: text(REQUIRED),
  Runtime: text(REQUIRED),
  Code: map({
    SourceCode: text({ maxLength: 4096 }),
    ZipFile: text(),
    Checksum: text(),
    OssObjectName: text(),
    OssBucketName: text(),
  }),
  Cpu: number({ min: 0.05, max: 16 }),
  CustomContainerConfig: map({
    RegistryConfig: registry,
    ResolvedImageUri: text(),
    AcrInstanceId: text(),
    AccelerationInfo: map({ Status: text() }),
    Entrypoint: list(text(), UP_TO_100),
    Command: list(text(), UP_TO_100),
    AccelerationType: text(),
    Port: number({ min: 1, max: 65_535 }),
    HealthCheckConfig: healthCheck,
    Image: text(),
  }),
  CustomDns: map({
    Searches: list(text(), UP_TO_100),
    DnsOptions: list(map({ Name: text(), Value: text() }), UP_TO_100),
    NameServers: list(text(), UP_TO_100),
  }),
  CustomRuntimeConfig: map({
    Args: list(text(), UP_TO_100),
    Command: list(text(), UP_TO_100),
    Port: number({ min: 1, max: 65_535 }),
    HealthCheckConfig: healthCheck,
  }),
  Description: text({ maxLength: 256 }),
  DisableOndemand: flag(),
  DiskSize: number({ allowedValues: [512, 10_240] }),
  EnvironmentVariables: freeMap(),
  GpuConfig: map({ GpuMemorySize: number(), GpuType: text() }),
  InstanceConcurrency: number({ min: 1, max: 100 }),
  InstanceIsolationMode: text({ allowedValues: ['SHARE', 'SESSION_EXCLUSIVE', 'REQUEST_EXCLUSIVE'] }),
  InstanceLifecycleConfig: map({ Initializer: hook, PreStop: hook }),
  InternetAccess: flag(),
  Layers: list(text(), UP_TO_100),
  LogConfig: map({
    Project: text(),
    Logstore: text(),
    LogBeginRule: text(),
    EnableInstanceMetrics: flag(),
    EnableRequestMetrics: flag(),
  }),
  MemorySize: number({ min: 128, max: 65_536 }),
  NasConfig: map({
    MountPoints: list(map({ EnableTls: flag(), ServerAddr: text(), MountDir: text() }), UP_TO_100),
    UserId: number(),
    GroupId: number(),
  }),
  OssMountConfig: map({
    MountPoints: list(
      map({ ReadOnly: flag(), BucketName: text(), Endpoint: text(), BucketPath: text(), MountDir: text() }),
      UP_TO_100,
    ),
  }),
  Role: text(),
  SessionAffinity: text({ allowedValues: ['MCP_SSE', 'GENERATED_COOKIE', 'HEADER_FIELD', 'NONE'] }),
  SessionAffinityConfig: freeMap(),
  Tags: list(map({ Key: text(REQUIRED), Value: text() }), { maxLength: 20 }),
  Timeout: number({ min: 1, max: 86_400 }),
  TracingConfig: map({ Type: text(), Params: freeMap() }),
  VpcConfig: map({ VpcId: text(), VSwitchIds: list(text(), UP_TO_100), SecurityGroupId: text() }),
};
