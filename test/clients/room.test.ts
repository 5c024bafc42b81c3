import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openRoom, type RoomModel } from '../../clients/shared/room/room.ts';
import { FakeApi, FakeMessaging, fake, message } from './support/api.ts';

vi.mock('../../clients/shared/session.ts', async () => (await import('./support/api.ts')).sessionModule);
vi.mock('../../clients/shared/messaging/open.ts', async () => {
  const { fake: held } = await import('./support/api.ts');
  return { openMessaging: async () => held.messaging };
});

let room: Record<string, unknown>;
let model: RoomModel | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  fake.api = new FakeApi();
  fake.messaging = new FakeMessaging();
  room = {
    id: 'room',
    anchor_id: 'anna',
    status: 0,
    notice: 'welcome',
    metrics: { online_count: 1, pv: 5, like_count: 3 },
  };
  fake.api.answers = { get: () => ({ ...room }), sendLikeMessage: () => ({ count: 3 }) };
});
afterEach(() => {
  model?.leave();
  vi.useRealTimers();
});

async function enter(userId = 'bob'): Promise<RoomModel> {
  model = await openRoom('room', { userId, nick: userId, avatar: '' });
  return model;
}

const tell = (...args: Parameters<typeof message>) => fake.messaging.events.emit('message', message(...args));

describe('a room as somebody inside sees it', () => {
  it('begins with what the AppServer and the group tell, and what was said before', async () => {
    fake.messaging.state = { online: 4, views: 9, mutedAll: false, mutedUsers: ['bob'] };
    fake.messaging.stored = [message(10_001, { content: 'first' })];
    const { online, views, likes, notice, isMuted, comments, connection } = await enter();
    expect([online.value, views.value, likes.value, notice.value]).toEqual([4, 9, 3, 'welcome']);
    expect(isMuted.value).toBe(true);
    expect(comments.value.map(({ text }) => text)).toEqual(['first']);
    expect(connection.value).toBe('connected');
  });

  it('shows comments once, keeps the latest 200, and drops what was taken back', async () => {
    const { comments } = await enter();
    for (let n = 0; n < 205; n += 1) tell(10_001, { content: `comment ${n}` });
    tell(10_001, { content: 'comment 204' });
    tell(10_001, { content: 7 });
    expect(comments.value).toHaveLength(200);
    expect(comments.value[0]?.text).toBe('comment 5');
    fake.messaging.events.emit('deleted', comments.value[0]?.id ?? '');
    expect(comments.value[0]?.text).toBe('comment 6');
  });

  it('follows likes upwards only, the notice, and who is here', async () => {
    const { likes, notice, online } = await enter();
    tell(1_001, { likeCount: 40 });
    tell(1_001, { likeCount: 39 });
    tell(10_006, { notice: 'break at eight' });
    fake.messaging.events.emit('members', { online: 8, joined: [], left: [] });
    expect([likes.value, notice.value, online.value]).toEqual([40, 'break at eight', 8]);
  });

  it.each([10_003, 10_004, 19_001])(
    'reads itself again when message %i says that its state has changed',
    async (type) => {
      const opened = await enter();
      room = { ...room, status: 1 };
      tell(type, {});
      await vi.advanceTimersByTimeAsync(0);
      expect(opened.room.value.status).toBe(1);
    },
  );

  it('hands everything else on, for the stage', async () => {
    const opened = await enter();
    const heard: number[] = [];
    const end = opened.onSignal(({ type }) => heard.push(type));
    tell(19_002, { version: 2 });
    end();
    tell(19_002, { version: 3 });
    expect(heard).toEqual([19_002]);
  });

  it('the anchor is never muted, others are by name or all together', async () => {
    const viewer = await enter('bob');
    fake.messaging.events.emit('muted', { mutedAll: true, mutedUsers: [] });
    expect(viewer.isMuted.value).toBe(true);
    fake.messaging.events.emit('muted', { mutedAll: false, mutedUsers: ['carl'] });
    expect(viewer.isMuted.value).toBe(false);
    viewer.leave();
    const anchor = await enter('anna');
    fake.messaging.events.emit('muted', { mutedAll: true, mutedUsers: ['anna'] });
    expect(anchor.isMuted.value).toBe(false);
  });
});

describe('likes', () => {
  it('are gathered for two seconds, and gathered further when sending fails', async () => {
    const { like, likes } = await enter();
    fake.api.answers.sendLikeMessage = () => {
      throw new Error('later');
    };
    like();
    like();
    expect(likes.value).toBe(5);
    await vi.advanceTimersByTimeAsync(2_000);
    fake.api.answers.sendLikeMessage = () => ({ count: 6 });
    like();
    await vi.advanceTimersByTimeAsync(2_000);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(fake.api.named('sendLikeMessage').map(({ like_count }) => like_count)).toEqual([2, 3]);
    expect(likes.value).toBe(6);
  });

  it('are sent before the room is left', async () => {
    const { like, leave } = await enter();
    like();
    leave();
    expect(fake.api.named('sendLikeMessage')).toHaveLength(1);
    expect(fake.messaging.isClosed).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fake.api.named('get')).toHaveLength(1);
  });
});

describe('a loss of the connection', () => {
  it('is shown, and what was missed is fetched afterwards', async () => {
    const opened = await enter();
    fake.messaging.events.emit('connection', 'reconnecting');
    expect(opened.connection.value).toBe('reconnecting');
    fake.messaging.stored = [message(10_001, { content: 'missed' })];
    room = { ...room, status: 1 };
    fake.messaging.events.emit('connection', 'connected');
    await vi.advanceTimersByTimeAsync(0);
    expect(opened.comments.value.map(({ text }) => text)).toEqual(['missed']);
    expect(opened.room.value.status).toBe(1);
  });

  it('for good tells why', async () => {
    const opened = await enter();
    fake.messaging.events.emit('connection', 'closed', 'other-device');
    expect([opened.connection.value, opened.closedBecause.value]).toEqual(['closed', 'other-device']);
  });

  it('without messages the room is read every 15 seconds all the same', async () => {
    const opened = await enter();
    room = { ...room, status: 2 };
    await vi.advanceTimersByTimeAsync(15_000);
    expect(opened.room.value.status).toBe(2);
  });
});
