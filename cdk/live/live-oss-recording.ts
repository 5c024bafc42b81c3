/** Records the streams of an app into a bucket of the account; takes effect for pushes that start afterwards (live.md §3 step 10). */
import type * as ros from '@alicloud/ros-cdk-core';
import { CustomResource, type ProviderProps, type Value } from './custom-resource.ts';
import { checkAppName, checkDomain, checkRange, checkText } from './validate.ts';

export interface LiveOssRecordingProps extends ProviderProps {
  /** The streaming domain. */
  readonly domainName: Value<string>;
  readonly appName: Value<string>;
  /** In the region of the live centre; Live must be allowed to write to it (live.md §3). It cannot be changed later. */
  readonly bucket: Value<string>;
  /** Host of the bucket's region, such as `oss-cn-shanghai.aliyuncs.com`. */
  readonly endpoint: Value<string>;
  /** Seconds of one file: 300–21,600 (live.md §3 step 10). */
  readonly cycleDuration: Value<number>;
}

export class LiveOssRecording extends CustomResource {
  constructor(scope: ros.Construct, id: string, props: LiveOssRecordingProps) {
    checkDomain(id, 'domainName', props.domainName);
    checkAppName(id, 'appName', props.appName);
    checkText(id, 'bucket', props.bucket, /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, 'a bucket name of 3 to 63 characters');
    checkDomain(id, 'endpoint', props.endpoint);
    checkRange(id, 'cycleDuration', props.cycleDuration, 300, 21_600);
    const parameters = {
      DomainName: props.domainName,
      AppName: props.appName,
      Bucket: props.bucket,
      Endpoint: props.endpoint,
      CycleDuration: props.cycleDuration,
    };
    super(scope, id, 'LiveOssRecording', parameters, props);
  }
}
