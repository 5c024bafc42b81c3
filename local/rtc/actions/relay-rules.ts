/** Rules by which streams of ARTC channels are relayed to a streaming domain: create, describe, change, delete. */
import { number, requiredText, text, texts } from '../../openapi/read.ts';
import type { Action, Params } from '../../openapi/service.ts';
import { rtcError } from '../errors.ts';
import type { RelayRule, RtcStore } from '../store.ts';

export function createAutoLiveStreamRule(store: RtcStore, utcNow: () => string): Action {
  return (params) => {
    const held = store.withRules(requiredText(params, 'AppId'));
    const rule = { ...settingsOf(params), createTime: utcNow(), enabled: true };
    return { RuleId: store.addRule(held, rule) };
  };
}

export function updateAutoLiveStreamRule(store: RtcStore): Action {
  return change(store, (rule, params) => ({ ...rule, ...settingsOf(params) }));
}

export function enableAutoLiveStreamRule(store: RtcStore): Action {
  return change(store, (rule) => ({ ...rule, enabled: true }));
}

export function disableAutoLiveStreamRule(store: RtcStore): Action {
  return change(store, (rule) => ({ ...rule, enabled: false }));
}

export function deleteAutoLiveStreamRule(store: RtcStore): Action {
  return change(store, () => undefined);
}

export function describeAutoLiveStreamRule(store: RtcStore): Action {
  return (params) => {
    const { rules } = store.withRules(requiredText(params, 'AppId'));
    const Rules = rules.map((rule) => ({
      RuleId: rule.id,
      RuleName: rule.name,
      PlayDomain: rule.playDomain,
      CallBack: rule.callBack,
      ChannelIds: [...rule.channelIds],
      ChannelIdPrefixes: [...rule.channelIdPrefixes],
      MediaEncode: rule.mediaEncode,
      CreateTime: rule.createTime,
      Status: rule.enabled ? 'enable' : 'disable',
    }));
    return { Rules };
  };
}

/** Replaces the rule that `RuleId` names, or removes it when nothing replaces it. */
function change(store: RtcStore, replace: (rule: RelayRule, params: Params) => RelayRule | undefined): Action {
  return (params) => {
    const held = store.withRules(requiredText(params, 'AppId'));
    const id = number(params, 'RuleId') ?? Number.NaN;
    const rule = held.rules.find((candidate) => candidate.id === id);
    if (!rule) throw rtcError.ruleNotFound(id);
    const replacement = replace(rule, params);
    held.rules = held.rules.flatMap((candidate) =>
      candidate !== rule ? [candidate] : replacement ? [replacement] : [],
    );
    return {};
  };
}

function settingsOf(params: Params) {
  const callBack = text(params, 'CallBack') ?? '';
  if (callBack !== '' && !URL.canParse(callBack)) throw rtcError.invalid('CallBack', 'a URL');
  return {
    name: text(params, 'RuleName') ?? '',
    playDomain: requiredText(params, 'PlayDomain'),
    callBack,
    channelIds: texts(params, 'ChannelIds') ?? [],
    channelIdPrefixes: texts(params, 'ChannelIdPrefixes') ?? [],
    mediaEncode: number(params, 'MediaEncode') ?? 0,
  };
}
