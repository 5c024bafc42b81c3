/** Records the streams of an app into ApsaraVideo VOD; takes effect for pushes that start afterwards (live.md §3 step 10). */
import type * as ros from '@alicloud/ros-cdk-core';
import { CustomResource, type ProviderProps, type Value } from './custom-resource.ts';
import { checkAppName, checkCallbackUrl, checkDomain, checkRange } from './validate.ts';

export interface LiveRecordingProps extends ProviderProps {
  /** The streaming domain. */
  readonly domainName: Value<string>;
  readonly appName: Value<string>;
  /** Seconds of one file: 300–21,600 (live.md §3 step 10). */
  readonly cycleDuration: Value<number>;
  readonly callbackUrl: Value<string>;
}

export class LiveRecording extends CustomResource {
  constructor(scope: ros.Construct, id: string, props: LiveRecordingProps) {
    checkDomain(id, 'domainName', props.domainName);
    checkAppName(id, 'appName', props.appName);
    checkRange(id, 'cycleDuration', props.cycleDuration, 300, 21_600);
    checkCallbackUrl(id, 'callbackUrl', props.callbackUrl);
    const parameters = {
      DomainName: props.domainName,
      AppName: props.appName,
      CycleDuration: props.cycleDuration,
      CallbackUrl: props.callbackUrl,
    };
    super(scope, id, 'LiveRecording', parameters, props);
  }
}
