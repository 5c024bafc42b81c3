/** DescribeAppLiveStreamStatus and ModifyAppLiveStreamStatus: the global switch of stream relay. */
import { requiredText } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { RtcStore } from '../store.ts';

export function describeAppLiveStreamStatus(store: RtcStore): Action {
  return (params) => ({ Result: store.withRules(requiredText(params, 'AppId')).relay ? 'enable' : 'disable' });
}

/** UNCERTAIN: the action has no value parameter, so it is taken for a toggle (live.md §0.3). */
export function modifyAppLiveStreamStatus(store: RtcStore): Action {
  return (params) => {
    const held = store.withRules(requiredText(params, 'AppId'));
    held.relay = !held.relay;
    return {};
  };
}
