/** Finds the stream that a playback request may have; answers the request itself when it may have none. */
import { accessOf, type UrlChecks } from '../feed/access.ts';
import type { Hub, Publication } from '../feed/hub.ts';
import { type Exchange, sendText } from './exchange.ts';

export interface PlaybackOptions {
  readonly live: UrlChecks;
  readonly hub: Hub;
}

export type Found = { readonly domain: string; readonly publication: Publication | undefined };

/** Undefined when the URL is no good: then 403 has been sent (live.md §6.1). */
export function admitted(
  { response, host, target }: Exchange,
  { app, stream }: { readonly app: string; readonly stream: string },
  { live, hub }: PlaybackOptions,
): Found | undefined {
  const access = accessOf(live, 'liveVideo', host, target);
  if ('problem' in access) {
    sendText(response, 403, `${access.problem}: ask the AppServer for a new URL`);
    return undefined;
  }
  return { domain: access.domain, publication: hub.find({ domain: access.domain, app, stream }) };
}

export function sendNotLive(
  { response }: Exchange,
  { app, stream }: { readonly app: string; readonly stream: string },
): void {
  sendText(response, 404, `${app}/${stream} is not live`);
}
