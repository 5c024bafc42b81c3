/** The recording callback of a streaming domain: add, update, describe and delete. */
import { requiredText, text } from '../../openapi/read.ts';
import type { Action, Params } from '../../openapi/service.ts';
import type { Json } from '../../product.ts';
import { callbackUrlProblem } from '../callback-url.ts';
import type { LiveContext } from '../context.ts';
import type { RecordNotifyConfig } from '../domains/domain.ts';
import { liveError } from '../errors.ts';

export function addLiveRecordNotifyConfig({ domains }: LiveContext): Action {
  return (params) => {
    const domain = domains.getOnline(requiredText(params, 'DomainName'), 'liveVideo');
    const config = configOf(params);
    if (domain.recordNotify) throw liveError.configExists(`the recording callback of ${domain.name}`);
    domain.recordNotify = config;
    return {};
  };
}

export function updateLiveRecordNotifyConfig({ domains }: LiveContext): Action {
  return (params) => {
    const domain = domains.getOnline(requiredText(params, 'DomainName'), 'liveVideo');
    const config = configOf(params);
    if (!domain.recordNotify) throw liveError.configNotFound(`the recording callback of ${domain.name}`);
    domain.recordNotify = config;
    return {};
  };
}

/** UNCERTAIN: the answer when nothing is configured; an empty object here. */
export function describeLiveRecordNotifyConfig({ domains }: LiveContext): Action {
  return (params) => {
    const { name, recordNotify } = domains.get(requiredText(params, 'DomainName'));
    const config: Record<string, Json> = {};
    if (recordNotify) Object.assign(config, { DomainName: name, OnDemandUrl: '', NotifyAuthKey: '' }, recordNotify);
    return { LiveRecordNotifyConfig: config };
  };
}

/** Succeeds when there is none. */
export function deleteLiveRecordNotifyConfig({ domains }: LiveContext): Action {
  return (params) => {
    delete domains.get(requiredText(params, 'DomainName')).recordNotify;
    return {};
  };
}

function configOf(params: Params): RecordNotifyConfig {
  const NotifyUrl = requiredText(params, 'NotifyUrl');
  const OnDemandUrl = text(params, 'OnDemandUrl');
  const NotifyAuthKey = text(params, 'NotifyAuthKey');
  for (const [name, url] of Object.entries({ NotifyUrl, OnDemandUrl })) {
    const problem = url === undefined ? undefined : callbackUrlProblem(url, 'any-port');
    if (problem) throw liveError.invalid(name, problem);
  }
  const NotifyReqAuth = params.NotifyReqAuth === true;
  if (NotifyReqAuth && !/^[A-Za-z0-9]{16,32}$/.test(NotifyAuthKey ?? '')) {
    throw liveError.invalid('NotifyAuthKey', '16 to 32 letters and digits');
  }
  return {
    NotifyUrl,
    ...(OnDemandUrl === undefined ? {} : { OnDemandUrl }),
    NeedStatusNotify: params.NeedStatusNotify === true,
    NotifyReqAuth,
    ...(NotifyAuthKey === undefined ? {} : { NotifyAuthKey }),
  };
}
