/** Tells ApsaraVideo Live that streams pushed to one domain are played from the other; both must be online. */
import type * as ros from '@alicloud/ros-cdk-core';
import { CustomResource, type ProviderProps, type Value } from './custom-resource.ts';
import { checkDomain } from './validate.ts';

export interface LiveDomainMappingProps extends ProviderProps {
  readonly ingestDomain: Value<string>;
  /** Another domain than the ingest domain, in the same live centre (live.md §3). */
  readonly streamingDomain: Value<string>;
}

export class LiveDomainMapping extends CustomResource {
  constructor(scope: ros.Construct, id: string, props: LiveDomainMappingProps) {
    checkDomain(id, 'ingestDomain', props.ingestDomain);
    checkDomain(id, 'streamingDomain', props.streamingDomain);
    if (props.ingestDomain === props.streamingDomain) {
      throw new Error(`${id}.streamingDomain: expected another domain than the ingest domain`);
    }
    const parameters = { IngestDomain: props.ingestDomain, StreamingDomain: props.streamingDomain };
    super(scope, id, 'LiveDomainMapping', parameters, props);
  }
}
