/** Tells the AppServer its own public URL, which exists only after its trigger: this breaks that cycle. */
import type * as ros from '@alicloud/ros-cdk-core';
import { CustomResource, type ProviderProps, type Value } from './custom-resource.ts';
import { checkCallbackUrl } from './validate.ts';

export interface AppServerAddressProps extends ProviderProps {
  readonly publicUrl: Value<string>;
}

export class AppServerAddress extends CustomResource {
  /** The URL without a slash at its end. */
  readonly attrPublicUrl: ros.IResolvable;

  constructor(scope: ros.Construct, id: string, props: AppServerAddressProps) {
    checkCallbackUrl(id, 'publicUrl', props.publicUrl);
    super(scope, id, 'AppServerAddress', { PublicUrl: props.publicUrl }, props);
    this.attrPublicUrl = this.getAtt('PublicUrl');
  }
}
