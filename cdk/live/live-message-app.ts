/** An interactive-messaging application: found by name or created, disabled at the end, since no API deletes one. */
import type * as ros from '@alicloud/ros-cdk-core';
import { CustomResource, type ProviderProps, type Value } from './custom-resource.ts';
import { checkChoice, checkText } from './validate.ts';

/** Data centres of interactive messaging (live.md §10). */
export const MESSAGE_DATA_CENTERS = ['cn-shanghai', 'ap-southeast-1'] as const;

export interface LiveMessageAppProps extends ProviderProps {
  /** 2–16 characters (live.md §3 step 11); at most 300 applications per account (live.md §5). */
  readonly appName: Value<string>;
  /** Must be repeated in every call for the application, and cannot be changed (live.md §5). */
  readonly dataCenter: Value<string>;
}

export class LiveMessageApp extends CustomResource {
  readonly attrAppId: ros.IResolvable;

  constructor(scope: ros.Construct, id: string, props: LiveMessageAppProps) {
    checkText(id, 'appName', props.appName, /^.{2,16}$/u, '2 to 16 characters');
    checkChoice(id, 'dataCenter', props.dataCenter, MESSAGE_DATA_CENTERS);
    super(scope, id, 'LiveMessageApp', { AppName: props.appName, DataCenter: props.dataCenter }, props);
    this.attrAppId = this.getAtt('AppId');
  }
}
