/** Makes ApsaraVideo VOD report finished recordings. One per account and region: a foreign one is refused, not replaced. */
import type * as ros from '@alicloud/ros-cdk-core';
import { CustomResource, type ProviderProps, type Value } from './custom-resource.ts';
import { checkCallbackUrl } from './validate.ts';

export interface VodCallbackProps extends ProviderProps {
  /** At most 256 bytes (ros.md §1.2). */
  readonly callbackUrl: Value<string>;
  /** Event names such as `AddLiveRecordVideoComplete` (live.md §4). */
  readonly events: readonly string[];
}

export class VodCallback extends CustomResource {
  constructor(scope: ros.Construct, id: string, props: VodCallbackProps) {
    checkCallbackUrl(id, 'callbackUrl', props.callbackUrl, 256);
    if (props.events.length === 0) throw new Error(`${id}.events: expected at least one event name`);
    super(scope, id, 'VodCallback', { CallbackUrl: props.callbackUrl, Events: props.events.join(',') }, props);
  }
}
