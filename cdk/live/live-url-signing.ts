/** URL signing (type A) of one domain: keys that are read or made by the provider and never leave it. */
import type * as ros from '@alicloud/ros-cdk-core';
import { CustomResource, type ProviderProps, type Value } from './custom-resource.ts';
import { checkDomain, checkRange } from './validate.ts';

export interface LiveUrlSigningProps extends ProviderProps {
  readonly domainName: Value<string>;
  readonly purpose: 'ingest' | 'streaming';
  /** Added by the service to the time in a URL (`ali_auth_delta`, live.md §0.5). */
  readonly validitySeconds: Value<number>;
  /** Another number than before makes a new key; URLs signed with the last one stay valid, older ones do not. */
  readonly rotation: Value<number>;
}

export class LiveUrlSigning extends CustomResource {
  constructor(scope: ros.Construct, id: string, props: LiveUrlSigningProps) {
    checkDomain(id, 'domainName', props.domainName);
    checkRange(id, 'validitySeconds', props.validitySeconds, 1, 31_536_000);
    checkRange(id, 'rotation', props.rotation, 1, 1_000_000);
    const parameters = {
      DomainName: props.domainName,
      Purpose: props.purpose,
      ValiditySeconds: props.validitySeconds,
      Rotation: props.rotation,
    };
    super(scope, id, 'LiveUrlSigning', parameters, props);
  }
}
