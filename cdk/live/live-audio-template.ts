/** A transcoding template with AAC sound for the streams of an app, played as `<stream>_<template>` (live.md §0.8). */
import type * as ros from '@alicloud/ros-cdk-core';
import { CustomResource, type ProviderProps, type Value } from './custom-resource.ts';
import { checkAppName, checkDomain, checkText } from './validate.ts';

export interface LiveAudioTemplateProps extends ProviderProps {
  /** The streaming domain. */
  readonly domainName: Value<string>;
  readonly appName: Value<string>;
  /** Name of the template: the suffix in URLs. */
  readonly template: Value<string>;
}

export class LiveAudioTemplate extends CustomResource {
  constructor(scope: ros.Construct, id: string, props: LiveAudioTemplateProps) {
    checkDomain(id, 'domainName', props.domainName);
    checkAppName(id, 'appName', props.appName);
    checkText(id, 'template', props.template, /^[A-Za-z0-9]{1,32}$/, '1 to 32 letters and digits');
    const parameters = { DomainName: props.domainName, AppName: props.appName, Template: props.template };
    super(scope, id, 'LiveAudioTemplate', parameters, props);
  }
}
