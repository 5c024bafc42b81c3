/** Phase 1: the anchor creates a room, viewers find it, and all meet in its chat. */
import {
  type Chat,
  type ClientConfig,
  look,
  type People,
  type Person,
  type Room,
  type SmokeContext,
} from '../context.ts';
import { eventually, expectThat } from '../expect.ts';
import { type Connection, groupMessage } from '../messaging.ts';
import { type Maybe, NotExercisedError } from '../stepper.ts';

const CREATE = {
  id: 'create',
  phase: 'create',
  shows: 'The anchor creates a room: it prepares, and the anchor is told where to push.',
  next: 'Look for the request_id in the log of app-server; the message application or a table may be missing.',
} as const;

const ENTER = {
  id: 'enter',
  phase: 'create',
  shows: 'A viewer opens the room, and is not told where to push.',
  next: 'Stop using the stage when a push URL is told: anybody could broadcast in the name of the anchor.',
} as const;

const MESSAGING = {
  id: 'messaging',
  phase: 'create',
  shows: 'All three log in to the messaging service with tokens of the AppServer and join the chat of the room.',
  next: 'Check that the message application of the stage exists and is enabled, and that its key is in the settings.',
} as const;

const CHAT = {
  id: 'chat',
  phase: 'create',
  shows: 'A comment of the viewer reaches everybody in the room.',
  next: 'Check whether the room is muted, and whether an audit callback of the message application refuses messages.',
} as const;

const LIKE = {
  id: 'like',
  phase: 'create',
  shows: 'Likes of two people are counted exactly.',
  next: 'Check the table room_stats and the log of app-server.',
} as const;

const LIKE_NEWS = {
  id: 'like-news',
  phase: 'create',
  shows: 'Everybody in the room is told of the likes.',
  next: 'Look for "likes" in the log of app-server.',
} as const;

/** Message types of the official clients (appserver-contract.md §4.2). */
const COMMENT = 10_001;
const LIKES = 1_001;

export function create(at: SmokeContext, people: Maybe<People>): Promise<Maybe<Room>> {
  return at.steps.take(CREATE, { people }, async ({ people: { anchor } }) => {
    const title = `Smoke test ${at.mark}`;
    const created = await anchor.api.call('createV2', { title, anchor: anchor.id, im_server: ['aliyun_new'] });
    at.made.push(created.id);
    expectThat(created.status === 0, 'a room that prepares (status 0)', created.status);
    const room = await look(anchor, created.id);
    expectThat(room.title === title && room.anchor_id === anchor.id, 'the room as it was created', room);
    expectThat(room.push_url_info !== undefined, 'push_url_info for the anchor', 'none');
    return room;
  });
}

export function enter(at: SmokeContext, people: Maybe<People>, room: Maybe<Room>): Promise<Maybe<Room>> {
  return at.steps.take(ENTER, { people, room }, async ({ people: { viewer }, room: { id, title } }) => {
    const seen = await look(viewer, id);
    expectThat(seen.title === title, `the title "${title}"`, seen.title);
    expectThat(seen.push_url_info === undefined, 'no push_url_info for a viewer', 'one');
    return seen;
  });
}

export function meet(
  at: SmokeContext,
  config: Maybe<ClientConfig>,
  people: Maybe<People>,
  room: Maybe<Room>,
): Promise<Maybe<Chat>> {
  return at.steps.take(
    MESSAGING,
    { config, people, room },
    async ({ config: { messaging }, people: three, room: { id } }) => {
      if (messaging.adapter === 'aliyun') {
        throw new NotExercisedError('only the SDKs of Alibaba Cloud speak to its messaging service');
      }
      const origin = at.messagingOrigin ?? messaging.origin;
      expectThat(origin !== undefined, 'the address of the local messaging service in clientConfig', messaging);
      const anchor = await join(at, origin, three.anchor, id);
      const guest = await join(at, origin, three.guest, id);
      const viewer = await join(at, origin, three.viewer, id);
      await anchor.take('the notice that the viewer joined', ({ event, data }) => {
        return event === 'memberchange' && JSON.stringify(data.joinUsers).includes(`"${three.viewer.id}"`);
      });
      return { anchor, guest, viewer };
    },
  );
}

async function join(at: SmokeContext, origin: string, person: Person, groupId: string): Promise<Connection> {
  const device = { user_id: person.id, device_id: `smoke-${at.mark}`, device_type: 'web' };
  const { aliyun_new_im: token } = await person.api.call('tokenV2', { ...device, im_server: ['aliyun_new'] });
  const connection = await at.connect(origin);
  const { app_id: appId, app_sign: appSign, app_token: appToken, auth } = token;
  await connection.request('login', { appId, appSign, appToken, auth });
  await connection.request('joinGroup', { groupId });
  return connection;
}

export async function talk(
  at: SmokeContext,
  people: Maybe<People>,
  room: Maybe<Room>,
  chat: Maybe<Chat>,
): Promise<void> {
  await at.steps.take(CHAT, { room, chat }, async ({ room: { id }, chat: { anchor, guest, viewer } }) => {
    const content = `Hello ${at.mark}`;
    await viewer.request('sendGroupMessage', { groupId: id, type: COMMENT, data: JSON.stringify({ content }) });
    const isIt = groupMessage(id, COMMENT, (payload) => payload.content === content);
    await Promise.all([anchor, guest, viewer].map((each) => each.take('the comment', isIt)));
  });
  const liked = await at.steps.take(LIKE, { people, room }, async ({ people: { guest, viewer }, room: { id } }) => {
    const like = (person: Person, like_count: number) =>
      person.api.call('sendLikeMessage', { chatroom_id: id, user_id: person.id, like_count });
    await Promise.all([like(guest, 3), like(viewer, 4)]);
    const count = () => viewer.api.call('getStatistics', { chatroom_id: id, user_id: viewer.id });
    await eventually(at.clock, at.patienceMs, '7 likes', count, ({ like_count }) => like_count === 7);
  });
  await at.steps.take(LIKE_NEWS, { room, chat, liked }, async ({ room: { id }, chat: { anchor } }) => {
    await anchor.take(
      'a message with the number of likes',
      groupMessage(id, LIKES, ({ likeCount }) => Number(likeCount) > 0),
    );
  });
}
