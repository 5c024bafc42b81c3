import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ApiClient, ApiFailure } from '../../../../lambdas/api/client.ts';
import { LIMITS } from '../../../../lambdas/api/fields.ts';
import { type LocalStage, startLocalStage } from '../support/local-stage.ts';

/** Everybody twice, once on each of two instances that share nothing but the tables. */
let stage: LocalStage;
let other: Awaited<ReturnType<LocalStage['another']>>;
beforeAll(async () => {
  stage = await startLocalStage((endpoint) => vi.stubEnv('LIVE_STACK_CLOUD_ENDPOINT', endpoint));
  other = await stage.another();
});
afterAll(async () => {
  await other.close();
  await stage.close();
  vi.unstubAllEnvs();
});
beforeEach(() => {
  stage.requests.splice(0);
});

const USERS = Array.from({ length: 50 }, (_, index) => `user${index}`);

interface Somebody {
  readonly id: string;
  /** By turns on one instance and on the other. */
  readonly on: (turn: number) => ApiClient;
}

async function somebody(id: string): Promise<Somebody> {
  const { token } = await stage.client().call('login', { username: id, password: id });
  const clients = [stage.client(token), other.client(token)] as const;
  return { id, on: (turn) => clients[turn % 2 === 0 ? 0 : 1] };
}

async function room(anchor: Somebody, mode: 0 | 1): Promise<string> {
  const { id } = await anchor.on(0).call('createV1', { title: 'Channel', anchor: anchor.id, mode });
  return id;
}

const reasonOf = (error: unknown): string | undefined => (error instanceof ApiFailure ? error.body?.reason : undefined);

/** As a client does: on a busy machine a call may outlast its deadline, and then it is asked again what became of it. */
async function persistently<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (reasonOf(error) !== 'upstream_unavailable' && reasonOf(error) !== 'room_busy') {
        throw error;
      }
    }
  }
}

/** Whether it was done; the stage may be full, or the approval used up. */
async function wasDone(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await persistently(call);
    return true;
  } catch (error) {
    if (reasonOf(error) === 'stage_full' || reasonOf(error) === 'not_on_stage') {
      return false;
    }
    throw error;
  }
}

/** At most so many at a time, so that none of them outlasts its deadline. */
const AT_A_TIME = 10;

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}

describe('A5: crowds on two instances, over the conditional writes of Tablestore', () => {
  it('200 joins and leaves of 50 users: nobody is lost, nobody is a phantom, never more than 6 are on stage', async () => {
    const anchor = await somebody('anchor');
    const id = await room(anchor, 1);
    await anchor.on(0).call('start', { id, user_id: anchor.id });
    const people = await Promise.all(USERS.map(somebody));
    const watched: number[] = [];
    let isOver = false;
    const watching = (async () => {
      while (!isOver) {
        const look = () => anchor.on(watched.length).call('coStreamingState', { id, user_id: anchor.id });
        watched.push((await persistently(look)).members.length);
      }
    })();
    /** What each user was told last about being on stage. */
    const told = new Map<string, boolean>();

    await Promise.all(
      people.map(async (one, index) => {
        const guest = { id, user_id: anchor.id, guest_id: one.id };
        for (const turn of [0, 1]) {
          await wasDone(() => anchor.on(index + turn).call('approveCoStreaming', guest));
          const self = { id, user_id: one.id };
          const isOn = await wasDone(() => one.on(index + turn).call('joinCoStreaming', self));
          // Every fifth stays in the end, as far as there is room.
          const stays = isOn && turn === 1 && index % 5 === 0;
          told.set(one.id, stays);
          if (!stays) {
            await persistently(() => one.on(index).call('leaveCoStreaming', self));
          }
        }
      }),
    );
    isOver = true;
    await watching;

    const { members } = await anchor.on(1).call('coStreamingState', { id, user_id: anchor.id });
    const onStage = members.map(({ user_id }) => user_id).filter((user) => user !== anchor.id);
    const believed = [...told].filter(([, isOn]) => isOn).map(([user]) => user);
    expect(new Set(onStage)).toEqual(new Set(believed));
    expect(onStage).toHaveLength(new Set(onStage).size);
    expect(Math.max(...watched, members.length)).toBeLessThanOrEqual(LIMITS.onStage);
    expect(believed.length).toBeGreaterThan(0);
    const meeting = await anchor.on(0).call('getMeetingInfo', { id });
    expect(meeting.members.map(({ user_id }) => user_id)).toEqual(members.map(({ user_id }) => user_id));
  });

  it('100 starts make one session', async () => {
    const anchor = await somebody('anchor');
    const id = await room(anchor, 0);
    const starts = Array.from({ length: 100 }, (_, turn) =>
      persistently(() => anchor.on(turn).call('start', { id, user_id: anchor.id })),
    );
    const answers = await Promise.all(starts);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([1]));
    expect(new Set(answers.map(({ started_at }) => started_at)).size).toBe(1);
    expect((await stage.rows.get('rooms', { room_id: id }))?.sessions).toBe(1);
  });

  it('1,000 likes of 50 users are exactly 1,000', async () => {
    const anchor = await somebody('anchor');
    const id = await room(anchor, 0);
    const people = await Promise.all(USERS.map(somebody));
    const likes = [0, 1, 2, 3].flatMap((turn) => people.map((one) => ({ one, turn })));
    await inTurns(likes, ({ one, turn }) =>
      one.on(turn).call('sendLikeMessage', { chatroom_id: id, user_id: one.id, like_count: 5 }),
    );
    for (const turn of [0, 1]) {
      await expect
        .poll(async () => (await anchor.on(turn).call('getStatistics', { chatroom_id: id })).like_count)
        .toBe(1_000);
    }
  });
});
