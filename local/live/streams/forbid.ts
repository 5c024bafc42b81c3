/** ForbidLiveStream and ResumeLiveStream: a forbidden stream is cut and cannot be pushed again. */
import { requiredText, text } from '../../openapi/read.ts';
import type { Action, Params } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';
import type { StreamName } from './stream-name.ts';

export function forbidLiveStream({ domains, streams, clock }: LiveContext): Action {
  return (params) => {
    const name = nameOf(params, domains.get(requiredText(params, 'DomainName')).name);
    if (text(params, 'Oneshot') === 'yes') {
      streams.cut(name);
      return {};
    }
    const resumeTime = text(params, 'ResumeTime');
    const untilMs = resumeTime === undefined ? undefined : Date.parse(resumeTime);
    if (untilMs !== undefined && !(untilMs > clock.now())) {
      throw liveError.invalid('ResumeTime', 'a UTC time in the future, YYYY-MM-DDThh:mm:ssZ');
    }
    streams.forbid(name, untilMs);
    return {};
  };
}

export function resumeLiveStream({ domains, streams }: LiveContext): Action {
  return (params) => {
    const name = nameOf(params, domains.get(requiredText(params, 'DomainName')).name);
    if (!streams.resume(name)) throw liveError.streamNotFound(`${name.app}/${name.stream} is not forbidden`);
    return {};
  };
}

function nameOf(params: Params, domain: string): StreamName {
  if (requiredText(params, 'LiveStreamType') !== 'publisher') throw liveError.invalid('LiveStreamType', 'publisher');
  return { domain, app: requiredText(params, 'AppName'), stream: requiredText(params, 'StreamName') };
}
