/** Session, jump and callback keys of the AppServer: made by the provider where they are used, never in a template. */
import type * as ros from '@alicloud/ros-cdk-core';
import { CustomResource, type ProviderProps, type Value } from './custom-resource.ts';
import { checkRange } from './validate.ts';

export interface AppServerKeysProps extends ProviderProps {
  /** Another number than before makes a new key for sessions; the earlier ones are accepted as long as a session lasts. */
  readonly rotation: Value<number>;
}

export class AppServerKeys extends CustomResource {
  constructor(scope: ros.Construct, id: string, props: AppServerKeysProps) {
    checkRange(id, 'rotation', props.rotation, 1, 1_000_000);
    super(scope, id, 'AppServerKeys', { Rotation: props.rotation }, props);
  }
}
