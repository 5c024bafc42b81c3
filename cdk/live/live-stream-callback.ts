/** Makes ApsaraVideo Live call a URL when a stream starts and ends; the provider adds the signature key. */
import type * as ros from '@alicloud/ros-cdk-core';
import { CustomResource, type ProviderProps, type Value } from './custom-resource.ts';
import { checkCallbackUrl, checkDomain } from './validate.ts';

export interface LiveStreamCallbackProps extends ProviderProps {
  /** The ingest domain (live.md §3 step 9). */
  readonly domainName: Value<string>;
  readonly callbackUrl: Value<string>;
}

export class LiveStreamCallback extends CustomResource {
  constructor(scope: ros.Construct, id: string, props: LiveStreamCallbackProps) {
    checkDomain(id, 'domainName', props.domainName);
    checkCallbackUrl(id, 'callbackUrl', props.callbackUrl);
    const parameters = { DomainName: props.domainName, CallbackUrl: props.callbackUrl };
    super(scope, id, 'LiveStreamCallback', parameters, props);
  }
}
