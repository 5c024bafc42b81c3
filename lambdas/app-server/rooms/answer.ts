/** A room as it is told to one caller: push URLs to the anchor only, RTC URLs for the caller's own id only (W1). */
import type { CreatedRoom } from '../../api/rooms.ts';
import { mayTalk, withoutUrl } from '../costreaming/members.ts';
import { RTC_LIFETIME, rtcUrls } from '../costreaming/rtc-token.ts';
import type { StageView } from '../costreaming/seats.ts';
import { formatDate } from '../http/date.ts';
import { expiryOf } from '../playback/url-signing.ts';
import { pullUrls, pushUrls, relayStream } from '../playback/urls.ts';
import type { Scope, SessionScope } from '../scope.ts';
import { artcApp, requiredSetting } from '../secrets.ts';
import type { ListedRoom } from './row.ts';

/** The keys that URLs are signed with, read once for a whole answer. */
export interface Keys {
  readonly ingest: string;
  readonly streaming: string;
  readonly artc: { readonly appId: string; readonly appKey: string } | undefined;
}

export async function urlKeys(scope: Scope): Promise<Keys> {
  const [ingest, streaming, artc] = await Promise.all([
    requiredSetting(scope, 'url-signing/ingest'),
    requiredSetting(scope, 'url-signing/streaming'),
    artcApp(scope),
  ]);
  return { ingest: ingest.key1, streaming: streaming.key1, artc };
}

type Told = Omit<CreatedRoom, 'code'>;

/** The room without any URL to push or talk to: what everybody sees in the list. */
export function tellListed(scope: Scope, room: ListedRoom, keys: Keys): Told {
  const signing = { key: keys.streaming, timestamp: expiryOf(Math.floor(scope.clock.now() / 1_000)) };
  const { config } = scope;
  return {
    id: room.id,
    chat_id: room.id,
    created_at: formatDate(room.createdAt),
    updated_at: formatDate(room.updatedAt),
    ...(room.startedAt !== undefined && { started_at: formatDate(room.startedAt) }),
    ...(room.stoppedAt !== undefined && { stopped_at: formatDate(room.stoppedAt) }),
    title: room.title,
    ...(room.notice !== undefined && { notice: room.notice }),
    anchor_id: room.anchorId,
    ...(room.anchorNick !== undefined && { anchor_nick: room.anchorNick }),
    ...(room.extends !== undefined && { extends: room.extends }),
    ...(room.coverUrl !== undefined && { cover_url: room.coverUrl }),
    status: room.status,
    mode: room.mode,
    ...(room.meetingId !== undefined && { meeting_id: room.meetingId }),
    ...(room.members && { meetingInfo: JSON.stringify({ members: room.members.map(withoutUrl) }) }),
    pull_url_info: pullUrls(config, config.appName, room.id, signing),
    ...(room.meetingId !== undefined &&
      keys.artc && {
        link_info: {
          cdn_pull_info: pullUrls(
            config,
            config.appName,
            relayStream(keys.artc.appId, room.meetingId, room.anchorId),
            signing,
          ),
        },
      }),
  };
}

/**
 * The room as its caller may use it.
 *
 * @param stage who is on stage by both paths; without it, of a room that nobody can have entered yet
 */
export function tellRoom(scope: SessionScope, room: ListedRoom, keys: Keys, stage?: StageView): Told {
  const { config, caller } = scope;
  const now = Math.floor(scope.clock.now() / 1_000);
  const members = stage && (stage.seats.length > 0 || room.members) && stage.seats.map(({ member }) => member);
  const told = tellListed(scope, members ? { ...room, members } : room, keys);
  const push = pushUrls(config, room.id, { key: keys.ingest, timestamp: expiryOf(now) });
  const link = told.link_info &&
    keys.artc &&
    room.meetingId !== undefined && {
      ...(mayTalk(scope, room.anchorId, stage) && rtcUrls(keys.artc, room.meetingId, caller, now + RTC_LIFETIME)),
      ...told.link_info,
    };
  return {
    ...told,
    ...(caller === room.anchorId && { push_url_info: push }),
    ...(link && { link_info: link }),
  };
}
