/** The stream-status callback of an ingest domain: set, describe and delete. */
import { requiredText, text } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { Json } from '../../product.ts';
import { callbackUrlProblem } from '../callback-url.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';

/** A second set is refused: the service documents `ConfigAlreadyExists`, so a change deletes first (live.md §1). */
export function setLiveStreamsNotifyUrlConfig({ domains }: LiveContext): Action {
  return (params) => {
    const domain = domains.getOnline(requiredText(params, 'DomainName'), 'liveEdge');
    const NotifyUrl = text(params, 'NotifyUrl') ?? '';
    const NotifyReqAuth = text(params, 'NotifyReqAuth') ?? 'no';
    const NotifyAuthKey = text(params, 'NotifyAuthKey');
    const ExceptionNotifyUrl = text(params, 'ExceptionNotifyUrl');
    const problem = callbackUrlProblem(NotifyUrl, 'any-port');
    if (problem) throw liveError.invalid('NotifyUrl', problem);
    if (NotifyReqAuth !== 'yes' && NotifyReqAuth !== 'no') throw liveError.invalid('NotifyReqAuth', 'yes or no');
    if (NotifyReqAuth === 'yes' && !/^[A-Za-z0-9]{16,64}$/.test(NotifyAuthKey ?? '')) {
      throw liveError.invalid('NotifyAuthKey', '16 to 64 letters and digits');
    }
    if (domain.streamNotify) throw liveError.configExists(`the stream callback of ${domain.name}`);
    domain.streamNotify = {
      NotifyUrl,
      NotifyReqAuth,
      ...(NotifyAuthKey === undefined ? {} : { NotifyAuthKey }),
      ...(ExceptionNotifyUrl === undefined ? {} : { ExceptionNotifyUrl }),
    };
    return {};
  };
}

/** UNCERTAIN: the answer when nothing is configured; an empty object here. */
export function describeLiveStreamsNotifyUrlConfig({ domains }: LiveContext): Action {
  return (params) => {
    const { name, streamNotify } = domains.get(requiredText(params, 'DomainName'));
    const config: Record<string, Json> = {};
    if (streamNotify)
      Object.assign(config, { DomainName: name, NotifyAuthKey: '', ExceptionNotifyUrl: '' }, streamNotify);
    return { LiveStreamsNotifyConfig: config };
  };
}

/** Succeeds when there is none. */
export function deleteLiveStreamsNotifyUrlConfig({ domains }: LiveContext): Action {
  return (params) => {
    delete domains.get(requiredText(params, 'DomainName')).streamNotify;
    return {};
  };
}
