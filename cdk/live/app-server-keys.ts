/** Session, jump and callback keys of the AppServer: made by the provider where they are used, never in a template. */
import type * as ros from '@alicloud/ros-cdk-core';
import { CustomResource, type ProviderProps } from './custom-resource.ts';

export class AppServerKeys extends CustomResource {
  constructor(scope: ros.Construct, id: string, props: ProviderProps) {
    super(scope, id, 'AppServerKeys', {}, props);
  }
}
