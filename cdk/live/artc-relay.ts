/** Relays what ARTC channels carry to the streaming domain, so that ordinary players see the co-streaming (live.md §0.3). */
import type * as ros from '@alicloud/ros-cdk-core';
import { CustomResource, type ProviderProps, type Value } from './custom-resource.ts';
import { checkAppName, checkDomain } from './validate.ts';

export interface ArtcRelayProps extends ProviderProps {
  readonly appId: Value<string>;
  /** Must be mapped to an ingest domain, or relayed streams answer 404 (live.md §0.4). */
  readonly streamingDomain: Value<string>;
  readonly appName: Value<string>;
  /** The rule is found by this name before one is created. */
  readonly ruleName: Value<string>;
}

export class ArtcRelay extends CustomResource {
  /** `automatic`, or `manual` where the relay must be switched on in the console. */
  readonly attrMode: ros.IResolvable;

  constructor(scope: ros.Construct, id: string, props: ArtcRelayProps) {
    checkDomain(id, 'streamingDomain', props.streamingDomain);
    checkAppName(id, 'appName', props.appName);
    const parameters = {
      AppId: props.appId,
      StreamingDomain: props.streamingDomain,
      AppName: props.appName,
      RuleName: props.ruleName,
    };
    super(scope, id, 'ArtcRelay', parameters, props);
    this.attrMode = this.getAtt('Mode');
  }
}
