/** What can be done with rooms. */
import type { CreatedRoom, Room as RoomAnswer } from '../../api/rooms.ts';
import type { RequestOf } from '../../api/routes.ts';
import { viewOf } from '../costreaming/seats.ts';
import { type StoredStage, stageOf } from '../costreaming/store.ts';
import { refuseKnownBanned } from '../moderation/bans.ts';
import { perCloud } from '../per-cloud.ts';
import { freshStatistics, storedStatistics, toMetrics } from '../reactions/statistics.ts';
import type { Statistics } from '../reactions/store.ts';
import { userStatus } from '../reactions/user-status.ts';
import { countViewers } from '../reactions/viewers.ts';
import { Turns } from '../recent.ts';
import { replayOf } from '../replay/vod-info.ts';
import type { SessionScope } from '../scope.ts';
import { tellRoom, urlKeys } from './answer.ts';
import { changeRoom, happen, ownedRoom, visibleRoom } from './change.ts';
import { acceptedCover } from './cover.ts';
import { createRoom } from './create.ts';
import { finishDeletion } from './removal.ts';
import type { Room } from './room.ts';

/** A crowd that asks for one room at once shares what is read of it. */
const turnsOf = perCloud(() => ({
  rooms: new Turns<Room>(),
  statistics: new Turns<Statistics>(),
  stages: new Turns<StoredStage | undefined>(),
}));

/** Milliseconds for which a report of the messaging service shows that it reports. */
const REPORTED_MS = 600_000;

export async function create(scope: SessionScope, request: RequestOf<'createV1'>): Promise<CreatedRoom> {
  // Before anything is made: a stage that cannot sign URLs cannot answer a creation.
  const keys = await urlKeys(scope);
  return { code: 200, ...tellRoom(scope, await createRoom(scope, request, scope.seed), keys) };
}

/**
 * The row, the ban, the counters and the keys are read side by side, then the numbers and the replay are fetched: two cloud
 * calls in sequence at most.
 *
 * @throws ApiError `banned` (A19), `room_not_found`
 */
export async function get(scope: SessionScope, id: string): Promise<RoomAnswer> {
  const storing = turnsOf(scope.cloud).statistics.take(id, () => storedStatistics(scope, id));
  const entering = enter(scope, id, storing);
  const [told, replay] = await Promise.all([
    answer(scope, id, entering, storing),
    entering.then((room) => replayOf(scope, room)),
  ]);
  const cover = told.cover_url ?? replay.cover;
  return {
    ...told,
    ...(cover !== undefined && { cover_url: cover }),
    ...(replay.vod_info && { vod_info: replay.vod_info }),
  };
}

/**
 * Whoever fetches a room to enter it is one of its viewers, unless it is its anchor. Where the messaging service has reported
 * entries it will report this one as well: then nothing is written, because pages fetch their room again and again.
 */
async function enter(scope: SessionScope, id: string, storing: Promise<Statistics>): Promise<Room> {
  const reading = turnsOf(scope.cloud).rooms.take(id, () => visibleRoom(scope, id));
  const [room] = await Promise.all([reading, refuseKnownBanned(scope, scope.caller, id)]);
  if (room.anchorId !== scope.caller) {
    const { movedAt } = await storing;
    if (scope.clock.now() - movedAt >= REPORTED_MS) {
      scope.later('count a viewer', countViewers(scope, id, [scope.caller]));
    }
  }
  return room;
}

/** Start, pause or stop, by the anchor. Doing it again is no error and changes nothing (A4). */
export async function move(scope: SessionScope, id: string, type: 'start' | 'pause' | 'stop'): Promise<RoomAnswer> {
  const owned = await ownedRoom(scope, scope.caller, id);
  return answer(scope, id, happen(scope, owned, { type, at: scope.clock.now() }));
}

/** Only the title cannot be cleared: Android sends an empty one for none (W34). */
export async function update(scope: SessionScope, request: RequestOf<'update'>): Promise<RoomAnswer> {
  const owned = await ownedRoom(scope, scope.caller, request.id);
  acceptedCover(scope, request.cover_url);
  const changed = changeRoom(scope, request.id, owned, (room) => {
    const change = {
      title: request.title?.trim() ? request.title : room.title,
      notice: cleared(request.notice, room.notice),
      extends: cleared(request.extends, room.extends),
      coverUrl: cleared(request.cover_url, room.coverUrl),
    };
    const isSame = (Object.keys(change) as (keyof typeof change)[]).every((field) => change[field] === room[field]);
    return isSame ? room : { ...room, ...change, updatedAt: scope.clock.now(), version: room.version + 1 };
  });
  return answer(scope, request.id, changed);
}

/** Absent leaves a field as it is; empty clears it. */
function cleared(sent: string | null | undefined, kept: string | undefined): string | undefined {
  return sent === undefined || sent === null ? kept : sent || undefined;
}

/** The room disappears at once; what belongs to it is removed as far as the cloud answers, and the timer does the rest. */
export async function remove(scope: SessionScope, id: string): Promise<RoomAnswer> {
  const owned = await ownedRoom(scope, scope.caller, id);
  const removed = await happen(scope, owned, { type: 'delete', at: scope.clock.now() });
  // Not refreshed: the numbers would be written back after the room is gone.
  const [keys, statistics] = await Promise.all([urlKeys(scope), storedStatistics(scope, id)]);
  const told = tellRoom(scope, removed, keys);
  try {
    await finishDeletion(scope, removed);
  } catch (error) {
    scope.log.warn('the rest of a deletion is left to the timer', { room: id, error });
  }
  return { code: 200, ...told, metrics: toMetrics(statistics) };
}

async function answer(
  scope: SessionScope,
  id: string,
  changing: Promise<Room>,
  storing = storedStatistics(scope, id),
): Promise<RoomAnswer> {
  const staging = turnsOf(scope.cloud).stages.take(id, () => stageOf(scope, id));
  const [room, keys, stored, staged] = await Promise.all([changing, urlKeys(scope), storing, staging]);
  const stage = viewOf(room, staged?.stage, scope.clock.now());
  // Only for rooms whose group exists: the calls are few enough for a second (live.md §1).
  const isOpen = room.closedAt === undefined;
  const statistics = isOpen ? await freshStatistics(scope, id, stored) : { ...stored, onlineCount: 0 };
  const status = userStatus(statistics, room, scope.caller);
  const metrics = toMetrics(statistics);
  return { code: 200, ...tellRoom(scope, room, keys, stage), metrics, ...(status && { user_status: status }) };
}
