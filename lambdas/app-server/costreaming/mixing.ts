/**
 * Keeps the task that relays and mixes a room at what its stage asks for, where the server mixes. Viewers play one URL all
 * the time: the task pushes as the stream that the ARTC service would relay (live.md §6.4, §7).
 */
import { CloudError } from '../../cloud/errors.ts';
import { perCloud } from '../per-cloud.ts';
import { URL_LIFETIME } from '../playback/url-signing.ts';
import { pushUrls, relayStream } from '../playback/urls.ts';
import type { Room } from '../rooms/room.ts';
import { readRoom } from '../rooms/store.ts';
import type { Scope } from '../scope.ts';
import { artcApp, requiredSetting } from '../secrets.ts';
import { type Committed, commit } from './commit.ts';
import { viewOf } from './seats.ts';
import { readStage, type StoredStage } from './store.ts';
import { type Picture, pictureOf, pictureParams, taskId } from './task.ts';

const DEADLINE_MS = 2_500;
/** Times that the stage may change under a call before the rest is left to the next change, renewal or tick. */
const ATTEMPTS = 5;

/** Stands in a note for a picture that nobody knows: no user has such a name. */
const UNKNOWN = '?';

/** Rooms whose task is being worked on; whether somebody asked again meanwhile. */
const busyOf = perCloud(() => new Map<string, { isAskedAgain: boolean }>());

/**
 * One call at a time for each room on this instance: a crowd that joins at once is mixed once or twice. Whoever comes while
 * a call is under way does not wait for it.
 *
 * @param isDoubted makes the call even if the task is believed to show this already: tasks end by themselves
 */
export async function settleMixing(scope: Scope, room: Room, stored: StoredStage, isDoubted = false): Promise<void> {
  if (scope.config.mixing !== 'server' || room.meetingId === undefined) {
    return;
  }
  const first = { room, stored };
  if (isSettled(first, wantedNow(scope, first), isDoubted)) {
    return;
  }
  const rooms = busyOf(scope.cloud);
  const busy = rooms.get(room.id);
  if (busy) {
    busy.isAskedAgain = true;
    return;
  }
  const entry = { isAskedAgain: false };
  rooms.set(room.id, entry);
  try {
    await settle(scope, first, isDoubted);
    while (entry.isAskedAgain) {
      entry.isAskedAgain = false;
      const [again, row] = await Promise.all([
        readRoom(scope.cloud.rows, room.id),
        readStage(scope.cloud.rows, room.id),
      ]);
      if (again && row) {
        await settle(scope, { room: again, stored: row }, false);
      }
    }
  } finally {
    rooms.delete(room.id);
  }
}

/** For a room whose row is gone. */
export async function stopMixing(scope: Scope, roomId: string): Promise<void> {
  await attempt(scope, { id: roomId }, 'StopLiveMPUTask', {});
}

/**
 * Notes that a call is made, calls, and notes what the task shows. So a call whose outcome nobody knows is made again, and a
 * task that may run is stopped in the end (A7). Each note is different: of two instances that call at once the second one
 * to note sees it, and calls again, because nobody knows whose call arrived last.
 */
async function settle(scope: Scope, start: Committed, isDoubted: boolean): Promise<void> {
  let current = start;
  let mustCall = isDoubted;
  for (let tries = 1; tries <= ATTEMPTS; tries++) {
    if (isSettled(current, wantedNow(scope, current), mustCall)) {
      return;
    }
    const begun = noteOf(scope, UNKNOWN);
    current = await note(scope, current, begun);
    if (current.stored.task !== begun) {
      continue;
    }
    const wanted = wantedNow(scope, current);
    const isShown = await show(scope, current.room, wanted, start.stored.task !== undefined);
    const done = wanted && isShown ? noteOf(scope, wanted.signature) : undefined;
    current = await note(scope, current, done);
    mustCall = current.stored.task !== done;
    if (!isShown && !mustCall) {
      return; // Stopped, or refused: then the next change, renewal or tick tries again.
    }
  }
}

/** Writes the note if nobody has written another one since; answers what is written now. */
function note(scope: Scope, { room, stored }: Committed, task: string | undefined): Promise<Committed> {
  return commit(scope, room.id, (_room, draft) => ({
    draft: draft.task === stored.task ? { ...draft, task } : draft,
    happenings: [],
  }));
}

function noteOf(scope: Scope, signature: string): string {
  return `${signature}#${Buffer.from(scope.random(6)).toString('hex')}`;
}

function wantedNow(scope: Scope, { room, stored }: Committed): Picture | undefined {
  return pictureOf(room, viewOf(room, stored.stage, scope.clock.now()));
}

function isSettled({ stored }: Committed, wanted: Picture | undefined, isDoubted: boolean): boolean {
  return wanted ? stored.task?.split('#')[0] === wanted.signature && !isDoubted : stored.task === undefined;
}

/**
 * Whether the task shows the picture now; nothing is shown when none is wanted. A start is refused while nobody is in the
 * channel, for some seconds after its URL was used, and when the task runs already; an update when it does not. So one
 * follows the other, the likelier one first.
 */
async function show(scope: Scope, room: Room, wanted: Picture | undefined, isRunning: boolean): Promise<boolean> {
  if (!wanted) {
    await attempt(scope, room, 'StopLiveMPUTask', {});
    return false;
  }
  const picture = { ...pictureParams(wanted), ChannelId: room.meetingId };
  const update = () => attempt(scope, room, 'UpdateLiveMPUTask', picture);
  const start = async () => attempt(scope, room, 'StartLiveMPUTask', { ...picture, ...(await target(scope, room)) });
  const [first, second] = isRunning ? [update, start] : [start, update];
  return (await first()) || second();
}

/** Where the task pushes to, and where it runs: the region nearest to the live centre (live.md §10). */
async function target(scope: Scope, room: Room) {
  const app = await artcApp(scope);
  const { key1 } = await requiredSetting(scope, 'url-signing/ingest');
  const stream = relayStream(app?.appId ?? '', room.meetingId ?? '', room.anchorId);
  const timestamp = Math.floor(scope.clock.now() / 1_000) + URL_LIFETIME;
  return {
    StreamURL: pushUrls(scope.config, stream, { key: key1, timestamp }).rtmp_url,
    Region: scope.config.region === 'ap-southeast-1' ? 'AP-Singapore' : 'CN-Shanghai',
  };
}

/** False when the service refuses: its codes do not tell why (live.md §1), so each refusal is met in the same way. */
async function attempt(
  scope: Scope,
  room: Pick<Room, 'id'>,
  action: 'StartLiveMPUTask' | 'UpdateLiveMPUTask' | 'StopLiveMPUTask',
  params: Parameters<Scope['cloud']['openApi']['call']>[2],
): Promise<boolean> {
  const app = await artcApp(scope);
  try {
    const about = { AppId: app?.appId, TaskId: taskId(room), ...params };
    await scope.cloud.openApi.call('live', action, about, { deadlineMs: DEADLINE_MS });
    return true;
  } catch (error) {
    if (!(error instanceof CloudError) || error.retryable) {
      throw error;
    }
    scope.log.info('a mixing task was refused', { room: room.id, action, code: error.code });
    return false;
  }
}
