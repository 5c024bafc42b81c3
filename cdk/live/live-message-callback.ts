/** Makes interactive messaging report who logs on, joins and leaves. */
import type * as ros from '@alicloud/ros-cdk-core';
import { CustomResource, type ProviderProps, type Value } from './custom-resource.ts';
import { MESSAGE_DATA_CENTERS } from './live-message-app.ts';
import { checkCallbackUrl, checkChoice } from './validate.ts';

export interface LiveMessageCallbackProps extends ProviderProps {
  readonly appId: Value<string>;
  readonly dataCenter: Value<string>;
  /** The service takes neither a port nor a private address (live.md §0.11). */
  readonly callbackUrl: Value<string>;
}

export class LiveMessageCallback extends CustomResource {
  constructor(scope: ros.Construct, id: string, props: LiveMessageCallbackProps) {
    checkChoice(id, 'dataCenter', props.dataCenter, MESSAGE_DATA_CENTERS);
    checkCallbackUrl(id, 'callbackUrl', props.callbackUrl);
    const parameters = { AppId: props.appId, DataCenter: props.dataCenter, CallbackUrl: props.callbackUrl };
    super(scope, id, 'LiveMessageCallback', parameters, props);
  }
}
