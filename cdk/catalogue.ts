/** The resource types that our template uses, with every property and attribute we may write (function-compute.md §10, tablestore.md §8, ros.md §1–3, CDK packages). */

/** `true`: any value. A list holds the shape of its elements. */
export type Shape = true | readonly [Shape] | { readonly [property: string]: Shape };

export interface TypeEntry {
  readonly required: readonly string[];
  /** Properties that an update cannot change; ROS replaces nothing on its own (ros.md §3.6). */
  readonly immutable: readonly string[];
  readonly properties: { readonly [property: string]: Shape };
  /** What Fn::GetAtt may ask for; `any` where the provider decides. */
  readonly attributes: readonly string[] | 'any';
}

const POLICY: Shape = { Version: true, Statement: [{ Effect: true, Action: true, Resource: true, Condition: true }] };

/** Custom resources: properties are checked by the constructs, attributes and what the provisioner cannot change per type. */
function custom(attributes: readonly string[] = [], fixed: readonly string[] = []): TypeEntry {
  return {
    required: ['ServiceToken', 'Timeout'],
    immutable: ['ServiceToken', ...fixed.map((name) => `Parameters.${name}`)],
    properties: { ServiceToken: true, Timeout: true, Parameters: true },
    attributes: ['Outputs', ...attributes],
  };
}

export const CATALOGUE: Readonly<Record<string, TypeEntry>> = {
  'ALIYUN::FC3::Function': {
    required: ['FunctionName', 'Handler', 'Runtime', 'Code'],
    immutable: ['FunctionName'],
    properties: {
      FunctionName: true,
      Description: true,
      Handler: true,
      Runtime: true,
      Layers: [true],
      CustomRuntimeConfig: { Command: [true], Args: [true], Port: true, HealthCheckConfig: true },
      Code: { ZipFile: true, OssBucketName: true, OssObjectName: true },
      Role: true,
      EnvironmentVariables: true,
      InternetAccess: true,
      Cpu: true,
      MemorySize: true,
      DiskSize: true,
      Timeout: true,
      InstanceConcurrency: true,
      LogConfig: {
        Project: true,
        Logstore: true,
        EnableRequestMetrics: true,
        EnableInstanceMetrics: true,
        LogBeginRule: true,
      },
    },
    attributes: ['ARN', 'FunctionId', 'FunctionName'],
  },
  'ALIYUN::FC3::Trigger': {
    required: ['FunctionName', 'TriggerName', 'TriggerType', 'TriggerConfig'],
    immutable: ['FunctionName', 'TriggerName', 'TriggerType'],
    properties: {
      FunctionName: true,
      TriggerName: true,
      TriggerType: true,
      TriggerConfig: {
        authType: true,
        methods: [true],
        disableURLInternet: true,
        cronExpression: true,
        enable: true,
        payload: true,
      },
      Qualifier: true,
    },
    attributes: ['FunctionName', 'TriggerId', 'TriggerName', 'UrlInternet', 'UrlIntranet'],
  },
  'ALIYUN::FC3::CustomDomain': {
    required: ['DomainName', 'Protocol', 'AuthConfig'],
    immutable: ['DomainName'],
    properties: {
      DomainName: true,
      Protocol: true,
      CertConfig: { CertName: true, Certificate: true, PrivateKey: true },
      AuthConfig: { AuthType: true, AuthInfo: true },
      RouteConfig: { Routes: [{ Path: true, FunctionName: true, Qualifier: true, Methods: [true] }] },
    },
    attributes: ['DomainName'],
  },
  'ALIYUN::FC3::AsyncInvokeConfig': {
    required: ['FunctionName'],
    immutable: ['FunctionName'],
    properties: { FunctionName: true, MaxAsyncRetryAttempts: true, MaxAsyncEventAgeInSeconds: true },
    attributes: [],
  },
  'ALIYUN::FC::Service': {
    required: ['ServiceName'],
    immutable: ['ServiceName'],
    properties: {
      ServiceName: true,
      Description: true,
      Role: true,
      InternetAccess: true,
      LogConfig: { Project: true, Logstore: true, EnableRequestMetrics: true },
    },
    attributes: ['ServiceId', 'ServiceName', 'Role', 'LogProject', 'Logstore', 'InternetAccess', 'Tags', 'VpcId'],
  },
  'ALIYUN::FC::Function': {
    required: ['ServiceName', 'FunctionName', 'Handler', 'Runtime', 'Code'],
    immutable: ['ServiceName', 'FunctionName'],
    properties: {
      ServiceName: true,
      FunctionName: true,
      Description: true,
      Handler: true,
      Runtime: true,
      CAPort: true,
      CustomRuntimeConfig: { Command: [true], Args: [true] },
      Code: { ZipFile: true, OssBucketName: true, OssObjectName: true },
      EnvironmentVariables: true,
      MemorySize: true,
      Timeout: true,
      InstanceConcurrency: true,
      AsyncConfiguration: { MaxAsyncRetryAttempts: true, MaxAsyncEventAgeInSeconds: true },
    },
    attributes: ['ARN', 'FunctionId', 'FunctionName', 'ServiceId', 'ServiceName'],
  },
  'ALIYUN::FC::Trigger': {
    required: ['ServiceName', 'FunctionName', 'TriggerName', 'TriggerType', 'TriggerConfig'],
    immutable: ['ServiceName', 'FunctionName', 'TriggerName', 'TriggerType'],
    properties: {
      ServiceName: true,
      FunctionName: true,
      TriggerName: true,
      TriggerType: true,
      TriggerConfig: { AuthType: true, Methods: [true], CronExpression: true, Enable: true, Payload: true },
      Qualifier: true,
    },
    attributes: ['ServiceName', 'FunctionName', 'TriggerId', 'TriggerName', 'UrlInternet', 'UrlIntranet'],
  },
  'ALIYUN::FC::CustomDomain': {
    required: ['DomainName', 'Protocol'],
    immutable: ['DomainName'],
    properties: {
      DomainName: true,
      Protocol: true,
      CertConfig: { CertName: true, Certificate: true, PrivateKey: true },
      RouteConfig: { Routes: [{ Path: true, ServiceName: true, FunctionName: true, Qualifier: true }] },
    },
    attributes: ['Domain', 'DomainName'],
  },
  'ALIYUN::OTS::InstanceV2': {
    required: ['InstanceName', 'ClusterType'],
    immutable: ['InstanceName', 'ClusterType'],
    properties: { InstanceName: true, ClusterType: true, InstanceDescription: true, NetworkTypeACL: [true] },
    attributes: ['InstanceName'],
  },
  'ALIYUN::OTS::Table': {
    required: ['InstanceName', 'TableName', 'PrimaryKey'],
    immutable: ['InstanceName', 'TableName', 'PrimaryKey', 'Columns', 'SecondaryIndices'],
    properties: {
      InstanceName: true,
      TableName: true,
      PrimaryKey: [{ Name: true, Type: true }],
      Columns: [{ Name: true, Type: true }],
      SecondaryIndices: [{ IndexName: true, PrimaryKeys: [true], Columns: [true], IndexType: true }],
      TimeToLive: true,
      MaxVersions: true,
      ReservedThroughput: { Read: true, Write: true },
    },
    attributes: ['TableName'],
  },
  'ALIYUN::RAM::Role': {
    required: ['RoleName', 'AssumeRolePolicyDocument'],
    immutable: ['RoleName'],
    properties: {
      RoleName: true,
      Description: true,
      AssumeRolePolicyDocument: {
        Version: true,
        Statement: [{ Effect: true, Action: true, Principal: { Service: [true] } }],
      },
      Policies: [{ PolicyName: true, PolicyDocument: POLICY }],
      DeletionForce: true,
    },
    attributes: ['Arn', 'RoleId', 'RoleName'],
  },
  'ALIYUN::SLS::Project': {
    required: ['Name'],
    immutable: ['Name'],
    properties: { Name: true },
    attributes: ['Name'],
  },
  'ALIYUN::SLS::Logstore': {
    required: ['ProjectName', 'LogstoreName'],
    immutable: ['ProjectName', 'LogstoreName', 'ShardCount'],
    properties: {
      ProjectName: true,
      LogstoreName: true,
      TTL: true,
      ShardCount: true,
      AutoSplit: true,
      MaxSplitShard: true,
    },
    attributes: ['ProjectName', 'LogstoreName'],
  },
  'ALIYUN::SLS::Index': {
    required: ['ProjectName', 'LogstoreName', 'FullTextIndex'],
    immutable: ['ProjectName', 'LogstoreName'],
    properties: {
      ProjectName: true,
      LogstoreName: true,
      FullTextIndex: { Enable: true, CaseSensitive: true, IncludeChinese: true, Delimiter: true },
    },
    attributes: [],
  },
  'ALIYUN::ROS::AutoEnableService': {
    required: ['ServiceName'],
    immutable: ['ServiceName'],
    properties: { ServiceName: true },
    attributes: ['ServiceName'],
  },
  // help.aliyun.com/en/ros/developer-reference/aliyun-cms-resourcemetricrule
  'ALIYUN::CMS::ResourceMetricRule': {
    required: ['ContactGroups', 'Escalations', 'MetricName', 'Namespace', 'Resources'],
    immutable: ['RuleId'],
    properties: {
      RuleId: true,
      RuleName: true,
      Namespace: true,
      MetricName: true,
      // Members are dimensions of the metric.
      Resources: true,
      ContactGroups: [true],
      Period: true,
      SilenceTime: true,
      Escalations: { Critical: { ComparisonOperator: true, Statistics: true, Threshold: true, Times: true } },
      CompositeExpression: { ExpressionRaw: true, Level: true, Times: true },
    },
    attributes: ['RuleId', 'RuleName'],
  },
  'ALIYUN::DNS::DomainRecord': {
    required: ['DomainName', 'RR', 'Type', 'Value'],
    immutable: ['DomainName'],
    properties: { DomainName: true, RR: true, Type: true, Value: true, TTL: true },
    attributes: ['RecordId'],
  },
  'Custom::AppServerKeys': custom(),
  'Custom::AppServerAddress': custom(['PublicUrl']),
  'Custom::LiveDomain': custom(['DomainName', 'Cname'], ['DomainName', 'DomainType', 'Region']),
  'Custom::LiveDomainMapping': custom([], ['IngestDomain', 'StreamingDomain']),
  'Custom::LiveUrlSigning': custom([], ['DomainName', 'Purpose']),
  'Custom::LiveCertificate': custom([], ['DomainName']),
  'Custom::LiveAudioTemplate': custom([], ['DomainName', 'AppName']),
  'Custom::LiveStreamCallback': custom([], ['DomainName']),
  'Custom::LiveRecording': custom([], ['DomainName', 'AppName']),
  'Custom::LiveOssRecording': custom([], ['DomainName', 'AppName', 'Bucket']),
  'Custom::LiveMessageApp': custom(['AppId'], ['AppName', 'DataCenter']),
  'Custom::LiveMessageCallback': custom([], ['AppId', 'DataCenter']),
  'Custom::VodCallback': custom(),
  'Custom::ArtcApp': custom(['AppId']),
  'Custom::ArtcRelay': custom(['Mode'], ['RuleName']),
};
