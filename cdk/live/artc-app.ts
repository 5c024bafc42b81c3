/** An ARTC application that was bought in the console: the provider verifies the pair and keeps the key (live.md §0.2). */
import type * as ros from '@alicloud/ros-cdk-core';
import { CustomResource, type ProviderProps, type Value } from './custom-resource.ts';

export interface ArtcAppProps extends ProviderProps {
  readonly appId: Value<string>;
  /** Only ever a NoEcho parameter: a literal would put a secret into the template. */
  readonly appKey: ros.IResolvable;
}

export class ArtcApp extends CustomResource {
  readonly attrAppId: ros.IResolvable;

  constructor(scope: ros.Construct, id: string, props: ArtcAppProps) {
    super(scope, id, 'ArtcApp', { AppId: props.appId, AppKey: props.appKey }, props);
    this.attrAppId = this.getAtt('AppId');
  }
}
