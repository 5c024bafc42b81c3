/** The anchor pushes, its program crashes, and it comes back: viewers inside are told each time. */
import { type Chat, look, type People, type Room, type SmokeContext } from '../context.ts';
import { eventually, expectThat } from '../expect.ts';
import { groupMessage } from '../messaging.ts';
import type { Publisher, Push } from '../publisher.ts';
import type { Maybe } from '../stepper.ts';

const phase = 'recovery';
const NEXT = 'Check that the stream callback of the ingest domain is delivered, and whether app-server refused it.';

const PUBLISH = {
  id: 'publish',
  phase,
  shows: 'Ingest takes the stream of the anchor, and the room stays live.',
  next: 'Check the push URL, and whether the stream is forbidden.',
} as const;

const CRASH = {
  id: 'crashed-anchor',
  phase,
  shows: 'When the stream of the anchor breaks off, the room is no longer live.',
  next: NEXT,
} as const;

const CRASH_NEWS = {
  id: 'crash-news',
  phase,
  shows: 'Viewers in the room hear that it broke off.',
  next: NEXT,
} as const;

const RETURN = {
  id: 'returned-anchor',
  phase,
  shows: 'When the anchor pushes again, the room is live again.',
  next: NEXT,
} as const;

const RETURN_NEWS = {
  id: 'return-news',
  phase,
  shows: 'Viewers in the room hear that it goes on.',
  next: NEXT,
} as const;

/** `started` of the official clients, and our own `roomState` (appserver-contract.md §4.2). */
const STARTED = 10_003;
const ROOM_STATE = 19_001;

/** Milliseconds that a stream is sent: the service does not tell of one that ends within two seconds (live.md §4). */
const STAYS_MS = 3_000;

export async function crashAndReturn(
  at: SmokeContext,
  people: Maybe<People>,
  started: Maybe<Room>,
  chat: Maybe<Chat>,
): Promise<Maybe<Push>> {
  const { publisher } = at;
  const becomes = ({ viewer }: People, id: string, status: Room['status']) =>
    eventually(
      at.clock,
      at.patienceMs,
      `status ${status}`,
      () => look(viewer, id),
      (room) => room.status === status,
    );

  const pushed = await at.steps.take(
    PUBLISH,
    { publisher, people, started },
    async ({ publisher: by, people: all, started: room }) => {
      const push = await pushOf(by, room);
      await at.clock.sleep(STAYS_MS);
      await becomes(all, room.id, 1);
      return push;
    },
  );
  const crashed = await at.steps.take(
    CRASH,
    { people, started, pushed },
    async ({ people: all, started: { id }, pushed: push }) => {
      await push.crash();
      return becomes(all, id, 0);
    },
  );
  await at.steps.take(CRASH_NEWS, { crashed, chat }, async ({ crashed: { id }, chat: { viewer } }) => {
    await viewer.take(
      'the news of the crash',
      groupMessage(id, ROOM_STATE, ({ status }) => status === 0),
    );
  });
  const returned = await at.steps.take(
    RETURN,
    { publisher, people, started, crashed },
    async ({ publisher: by, people: all, started: room }) => {
      const push = await pushOf(by, room);
      await becomes(all, room.id, 1);
      return push;
    },
  );
  await at.steps.take(RETURN_NEWS, { started, returned, chat }, async ({ started: { id }, chat: { viewer } }) => {
    await viewer.take('the news of the return', groupMessage(id, STARTED));
  });
  return returned;
}

function pushOf(publisher: Publisher, { push_url_info: push }: Room): Promise<Push> {
  expectThat(push !== undefined, 'push_url_info for the anchor', 'none');
  return publisher.publish(push.rtmp_url);
}
