/**
 * Changes of a stage, one after the other: those of this instance wait in a queue for each room and are written together,
 * and the version of the row keeps those of other instances apart. So a crowd costs few writes and loses nothing (A5).
 */
import { ApiError } from '../../api/errors.ts';
import { perCloud } from '../per-cloud.ts';
import type { Room } from '../rooms/room.ts';
import { readRoom } from '../rooms/store.ts';
import type { Scope } from '../scope.ts';
import { runEffects } from './effects.ts';
import { type Happening, present, type Stage, stageRoom } from './stage.ts';
import { noStage, readStage, replaceStage, type StoredStage } from './store.ts';

/** Milliseconds for all tries of one write; Android gives up after 10 s altogether. */
const DEADLINE_MS = 4_000;
const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 300;

export interface Draft {
  readonly stage: Stage;
  readonly task?: string | undefined;
}

export interface Stepped {
  readonly draft: Draft;
  readonly happenings: readonly Happening[];
}

/**
 * What somebody wants of the stage; asked again whenever the row has changed meanwhile. Throws an ApiError to refuse, which
 * changes nothing for the others.
 */
export type Step = (room: Room, draft: Draft, now: number) => Stepped;

export interface Committed {
  readonly room: Room;
  readonly stored: StoredStage;
}

interface Job {
  readonly step: Step;
  readonly resolve: (committed: Committed) => void;
  readonly reject: (reason: unknown) => void;
}

/** Jobs that wait, by room; a room is in it while it is being worked on. */
const lanesOf = perCloud(() => new Map<string, Job[]>());

/**
 * Brings the stage of a room up to date, takes a step, and answers when it is written and everybody was told.
 *
 * @throws ApiError `room_not_found`, `room_busy`, or what the step throws
 */
export function commit(scope: Scope, roomId: string, step: Step): Promise<Committed> {
  return new Promise((resolve, reject) => {
    const lanes = lanesOf(scope.cloud);
    const job = { step, resolve, reject };
    const lane = lanes.get(roomId);
    if (lane) {
      lane.push(job);
      return;
    }
    lanes.set(roomId, [job]);
    scope.later('changes of a stage', work(scope, roomId, lanes));
  });
}

async function work(scope: Scope, roomId: string, lanes: Map<string, Job[]>): Promise<void> {
  for (let jobs = lanes.get(roomId)?.splice(0) ?? []; jobs.length > 0; jobs = lanes.get(roomId)?.splice(0) ?? []) {
    try {
      await commitTogether(scope, roomId, jobs);
    } catch (error) {
      for (const job of jobs) {
        job.reject(error);
      }
    }
  }
  lanes.delete(roomId);
}

interface Attempt {
  readonly before: StoredStage;
  readonly after: Draft;
  readonly happenings: readonly Happening[];
  readonly refused: ReadonlyMap<Job, unknown>;
}

async function commitTogether(scope: Scope, roomId: string, jobs: readonly Job[]): Promise<void> {
  const end = scope.clock.now() + DEADLINE_MS;
  for (let tries = 1; ; tries++) {
    const [room, found] = await Promise.all([readRoom(scope.cloud.rows, roomId), readStage(scope.cloud.rows, roomId)]);
    if (!room) {
      throw new ApiError('room_not_found');
    }
    const now = scope.clock.now();
    const attempt = takeSteps(room, found, jobs, now);
    const stored = isChanged(attempt)
      ? await replaceStage(scope.cloud.rows, roomId, attempt.before.version, { ...attempt.after, now })
      : attempt.before;
    if (stored) {
      finish(scope, jobs, { room, stored }, attempt);
      return;
    }
    if (scope.clock.now() >= end) {
      throw new ApiError('room_busy');
    }
    await scope.clock.sleep(jitter(scope, tries));
  }
}

function takeSteps(room: Room, found: StoredStage | undefined, jobs: readonly Job[], now: number): Attempt {
  const facts = stageRoom(room);
  const before = found ?? noStage(facts.epoch, now);
  const current = present(before.stage, facts, now);
  let after: Draft = { stage: current.stage, task: before.task };
  const happenings = [...current.happenings];
  const refused = new Map<Job, unknown>();
  for (const job of jobs) {
    try {
      const stepped = job.step(room, after, now);
      after = stepped.draft;
      happenings.push(...stepped.happenings);
    } catch (error) {
      refused.set(job, error);
    }
  }
  return { before, after, happenings, refused };
}

function isChanged({ before, after }: Attempt): boolean {
  return after.stage !== before.stage || after.task !== before.task;
}

/** The queue goes on at once; only those whose change it is wait until it is told. */
function finish(scope: Scope, jobs: readonly Job[], committed: Committed, attempt: Attempt): void {
  const { before, after, happenings } = attempt;
  const isOnlyNoted = after.stage === before.stage && after.task !== before.task;
  const answer = async (): Promise<void> => {
    if (!isOnlyNoted) {
      await runEffects(scope, committed, happenings);
    }
    for (const job of jobs) {
      if (attempt.refused.has(job)) {
        job.reject(attempt.refused.get(job));
      } else {
        job.resolve(committed);
      }
    }
  };
  scope.later('effects of a change of a stage', answer());
}

/** Full jitter: instances that met once do not meet again. */
function jitter(scope: Scope, tries: number): number {
  const [byte = 0] = scope.random(1);
  const longest = Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS);
  return Math.max(1, Math.round((longest * (byte + 1)) / 256));
}
