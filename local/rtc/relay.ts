/** Where the streams of ARTC channels are relayed to by rules, and by which name (live.md §0.3). */
import type { Participant } from './channels.ts';
import type { HeldApp, RelayRule } from './store.ts';

export interface RelayTarget {
  /** Streaming domain. */
  readonly domain: string;
  readonly app: string;
  readonly stream: string;
}

/** The app name where the rule's address has none. */
const DEFAULT_APP = 'live';

/** `{app}_{channel}_{user}_camera`, or `_audio` when no picture is sent; url-encoded. */
export function relayedStreamName({ appId, channelId, userId, media }: Participant): string {
  return encodeURIComponent(`${appId}_${channelId}_${userId}_${media?.video === false ? 'audio' : 'camera'}`);
}

/** Each address once, though several rules name it. */
export function relayTargets({ rules }: Pick<HeldApp, 'rules'>, participant: Participant): RelayTarget[] {
  const stream = relayedStreamName(participant);
  const targets = rules
    .filter((rule) => isFor(rule, participant.channelId))
    .flatMap(({ playDomain }) => addressOf(playDomain) ?? [])
    .map((address) => ({ ...address, stream }));
  return [...new Map(targets.map((target) => [`${target.domain}/${target.app}`, target])).values()];
}

/** A rule without channels is for all of them. */
function isFor({ enabled, channelIds, channelIdPrefixes }: RelayRule, channelId: string): boolean {
  const isForAll = channelIds.length === 0 && channelIdPrefixes.length === 0;
  const isNamed = channelIds.includes(channelId) || channelIdPrefixes.some((prefix) => channelId.startsWith(prefix));
  return enabled && (isForAll || isNamed);
}

/** UNCERTAIN: the form of `PlayDomain`; a domain, or `rtmp://domain/app` with or without a stream, is understood. */
function addressOf(playDomain: string): Omit<RelayTarget, 'stream'> | undefined {
  const [, domain, app = DEFAULT_APP] = /^(?:[a-z]+:\/\/)?([^/:?]+)(?::\d+)?(?:\/([^/?]+))?/i.exec(playDomain) ?? [];
  return domain === undefined ? undefined : { domain: domain.toLowerCase(), app };
}
