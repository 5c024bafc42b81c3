/** The signed URLs of a stream. */
import type { PullUrls, PushUrls } from '../../api/rooms.ts';
import type { Config } from '../config.ts';
import { authKey } from './url-signing.ts';

export type UrlConfig = Pick<
  Config,
  | 'ingestDomain'
  | 'ingestOrigin'
  | 'streamingDomain'
  | 'streamingOrigin'
  | 'isLocal'
  | 'appName'
  | 'artcAppId'
  | 'audioTemplate'
>;

/** Key of one domain and the timestamp to sign with, in seconds since the epoch. */
export interface Signing {
  readonly key: string;
  readonly timestamp: number;
}

/**
 * Where the anchor sends. There is no `srt_url`: SRT ingest is off by default and needs a form of its own (live.md §6.2).
 */
export function pushUrls(config: UrlConfig, stream: string, signing: Signing): PushUrls {
  const path = `/${config.appName}/${stream}`;
  const query = `auth_key=${authKey(path, signing.timestamp, signing.key)}`;
  return {
    rtmp_url: `${config.ingestOrigin}${path}?${query}`,
    rts_url: `artc://${config.ingestDomain}${path}?${query}`,
  };
}

/**
 * Where viewers play. The `*_oriaac_url` fields only work where a transcoding template exists, and clients prefer them, so
 * they are left out where the stage names none (W23, appserver-contract.md §1.15). The template is part of the stream's
 * name, also in the path that is signed (live.md §6.3).
 */
export function pullUrls(config: UrlConfig, appName: string, stream: string, signing: Signing): PullUrls {
  const known = knownFor(config, signing);
  const name = `${appName}/${stream}`;
  const urls = known.get(name) ?? signedUrls(config, appName, stream, signing);
  if (known.size < REMEMBERED) {
    known.set(name, urls);
  }
  return urls;
}

/** Signing is most of the work of a list, and a list is asked for by everybody. */
const REMEMBERED = 5_000;
const memory = new WeakMap<UrlConfig, { readonly signing: Signing; readonly urls: Map<string, PullUrls> }>();

/** What was signed with the same key and timestamp; what came before is of no use any more. */
function knownFor(config: UrlConfig, signing: Signing): Map<string, PullUrls> {
  const found = memory.get(config);
  if (found && found.signing.key === signing.key && found.signing.timestamp === signing.timestamp) {
    return found.urls;
  }
  const urls = new Map<string, PullUrls>();
  memory.set(config, { signing, urls });
  return urls;
}

function signedUrls(config: UrlConfig, appName: string, stream: string, signing: Signing): PullUrls {
  const { rtmp, rts, flv, hls } = playUrls(config, `/${appName}/${stream}`, signing);
  const plain = { rtmp_url: rtmp, rts_url: rts, flv_url: flv, hls_url: hls };
  if (config.audioTemplate === undefined) {
    return plain;
  }
  const audio = playUrls(config, `/${appName}/${stream}_${config.audioTemplate}`, signing);
  return {
    ...plain,
    rtmp_oriaac_url: audio.rtmp,
    rts_oriaac_url: audio.rts,
    flv_oriaac_url: audio.flv,
    hls_oriaac_url: audio.hls,
  };
}

function playUrls(config: UrlConfig, path: string, signing: Signing) {
  const signed = (uri: string): string => `${uri}?auth_key=${authKey(uri, signing.timestamp, signing.key)}`;
  // The local cloud plays RTMP where it takes it; the names of stage `local` do not resolve everywhere.
  const rtmpOrigin = config.isLocal ? config.ingestOrigin : `rtmp://${config.streamingDomain}`;
  return {
    rtmp: `${rtmpOrigin}${signed(path)}`,
    rts: `artc://${config.streamingDomain}${signed(path)}`,
    flv: `${config.streamingOrigin}${signed(`${path}.flv`)}`,
    hls: `${config.streamingOrigin}${signed(`${path}.m3u8`)}`,
  };
}

/** The stream as which the ARTC service relays the anchor, mixed with the guests, to the streaming domain (live.md §6.4). */
export function relayStream(artcAppId: string, meetingId: string, anchorId: string): string {
  return `${artcAppId}_${meetingId}_${anchorId}_camera`;
}
