import { afterEach, describe, expect, it } from 'vitest';
import { codeOf } from '../openapi/call.ts';
import type { Data, ImClient } from './im-client.ts';
import { type ImCloud, imCloud } from './im-cloud.ts';

const clouds: ImCloud[] = [];
afterEach(async () => {
  await Promise.all(clouds.splice(0).map((cloud) => cloud.close()));
});

async function start(): Promise<ImCloud> {
  const cloud = await imCloud();
  clouds.push(cloud);
  return cloud;
}

const g1 = { groupId: 'g1' };
const say = (client: ImClient, data: string, more: object = {}): Promise<Data> =>
  client.request('sendGroupMessage', { ...g1, type: 10_001, data, ...more });
const texts = ({ messageList }: Data): unknown[] => (messageList as Data[]).map(({ data }) => data);

describe('a message to a group', () => {
  it('reaches every member, its sender too, and nobody outside', async () => {
    const cloud = await start();
    const sender = await cloud.member('sender', { userExtension: '{"userNick":"S"}' });
    const [viewer, stranger] = [await cloud.member('viewer'), await cloud.login('stranger')];
    const { messageId } = await say(sender, '{"content":"你好"}');
    const expected = {
      ...{ groupId: 'g1', messageId, type: 10_001, data: '{"content":"你好"}', level: 0, repeatCount: 1 },
      sender: { userId: 'sender', userExtension: '{"userNick":"S"}' },
      ...{ seqnum: 1, timestamp: cloud.clock.now(), totalMsgs: 1 },
    };
    for (const client of [sender, viewer]) expect(await client.next('recvgroupmessage')).toEqual(expected);
    expect(await stranger.all('recvgroupmessage')).toEqual([]);
  });

  it('comes in order, with its number in the group and the count of its type', async () => {
    const cloud = await start();
    const [sender, viewer] = [await cloud.member('sender'), await cloud.member('viewer')];
    await Promise.all(Array.from({ length: 50 }, (_, index) => say(sender, `m${index}`)));
    await say(sender, 'like', { type: 2, repeatCount: 7, level: 1 });
    const received = await viewer.all('recvgroupmessage');
    expect(received.map(({ data }) => data)).toEqual([...Array.from({ length: 50 }, (_, i) => `m${i}`), 'like']);
    expect(received.map(({ seqnum }) => seqnum)).toEqual(Array.from({ length: 51 }, (_, i) => i + 1));
    expect(received[49]).toMatchObject({ totalMsgs: 50 });
    expect(received[50]).toMatchObject({ totalMsgs: 7, repeatCount: 7, level: 1 });
    expect(await viewer.request('queryGroup', g1)).toMatchObject({ statistics: { msgAmount: { 10001: 50, 2: 7 } } });
  });

  it('takes a body of exactly 15 KB, whatever it is made of', async () => {
    const cloud = await start();
    const sender = await cloud.member('sender');
    for (const data of ['x'.repeat(15 * 1024), '名'.repeat(5 * 1024), '\u0000'.repeat(15 * 1024)]) {
      await say(sender, data);
      expect((await sender.next('recvgroupmessage')).data).toBe(data);
    }
  });

  it.each<[string, object, string]>([
    ['above 15 KB', { data: 'x'.repeat(15 * 1024 + 1) }, 'InvalidParam'],
    ['without a body', { data: undefined }, 'InvalidParam'],
    ['with a type as text', { type: '10001' }, 'InvalidParam'],
    ['with a type that is no whole number', { type: 1.5 }, 'InvalidParam'],
    ['with a type below zero', { type: -1 }, 'InvalidParam'],
    ['with skipAudit as text', { skipAudit: 'true' }, 'InvalidParam'],
    ['with a count of zero', { repeatCount: 0 }, 'InvalidParam'],
    ['to a group that is not there', { groupId: 'nowhere' }, 'GroupNotExist'],
  ])('%s is refused', async (_case, change, name) => {
    const cloud = await start();
    const sender = await cloud.member('sender');
    await expect(say(sender, 'text', change)).rejects.toMatchObject({ name });
    expect(await sender.all('recvgroupmessage')).toEqual([]);
  });

  it('from outside the group is refused', async () => {
    const cloud = await start();
    const stranger = await cloud.login('stranger');
    await expect(say(stranger, 'text')).rejects.toMatchObject({ name: 'GroupNotJoined', code: 425 });
  });

  it('uses at most 30 types', async () => {
    const cloud = await start();
    const sender = await cloud.member('sender');
    for (let type = 1; type <= 30; type += 1) await say(sender, '', { type });
    await expect(say(sender, '', { type: 31 })).rejects.toMatchObject({ name: 'ReachMax', code: 443 });
    await say(sender, '', { type: 30 });
  });
});

describe('a message to a user', () => {
  it('arrives also when sender and receiver share no group', async () => {
    const cloud = await start();
    const sender = await cloud.login('sender', { userExtension: 'ext' });
    const receiver = await cloud.login('receiver');
    const data = JSON.stringify({ groupId: 'g1', data: '{"agree":true}' });
    const { messageId } = await sender.request('sendC2cMessage', { receiverId: 'receiver', type: 20_002, data });
    expect(await receiver.next('recvc2cmessage')).toMatchObject({
      ...{ messageId, type: 20_002, data },
      sender: { userId: 'sender', userExtension: 'ext' },
    });
    expect(await sender.all('recvc2cmessage')).toEqual([]);
  });

  it('is not stopped by a mute, and vanishes when the receiver is away', async () => {
    const cloud = await start();
    const [anchor, viewer] = [await cloud.member('anchor'), await cloud.member('viewer')];
    await anchor.request('muteAll', g1);
    await viewer.request('sendC2cMessage', { receiverId: 'anchor', type: 20_001, data: '{}' });
    expect(await anchor.next('recvc2cmessage')).toMatchObject({ type: 20_001 });
    expect(await viewer.request('sendC2cMessage', { receiverId: 'nobody', type: 1, data: '' })).toEqual({
      messageId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const late = await cloud.login('nobody');
    expect(await late.all('recvc2cmessage')).toEqual([]);
  });

  it.each([
    ['no receiver', { receiverId: undefined }],
    ['a bad receiver', { receiverId: 'a b' }],
    ['a body above 15 KB', { data: 'x'.repeat(15 * 1024 + 1) }],
  ])('is refused with %s', async (_case, change) => {
    const cloud = await start();
    const sender = await cloud.login('sender');
    const params = { receiverId: 'receiver', type: 1, data: '', ...change };
    await expect(sender.request('sendC2cMessage', params)).rejects.toMatchObject({ name: 'InvalidParam' });
  });
});

describe('the OpenAPI', () => {
  it('sends to a group: members get it at once, and it fails when nobody is there', async () => {
    const cloud = await start();
    const send = { ...cloud.ids, SenderId: 'system', Body: '{"likeCount":3}', MsgType: 10_002, SenderMetaInfo: 'meta' };
    expect(await codeOf(cloud.call('SendLiveMessageGroup', send))).toBe('InputInvalid');
    const viewer = await cloud.member('viewer');
    const { MsgTid } = await cloud.call('SendLiveMessageGroup', { ...send, StaticsIncrease: 3, Weight: 1 });
    expect(await viewer.next('recvgroupmessage')).toMatchObject({
      ...{ messageId: MsgTid, type: 10_002, data: '{"likeCount":3}', repeatCount: 3, totalMsgs: 3, level: 1 },
      sender: { userId: 'system', userExtension: 'meta' },
    });
    await viewer.close();
    await cloud.settled(0);
    expect(await codeOf(cloud.call('SendLiveMessageGroup', send))).toBe('InputInvalid');
  });

  it('sends to a muted group', async () => {
    const cloud = await start();
    const viewer = await cloud.member('viewer');
    await cloud.call('BanLiveMessageGroup', cloud.ids);
    await cloud.call('SendLiveMessageGroup', { ...cloud.ids, SenderId: 'system', Body: 'b', MsgType: 1 });
    expect(await viewer.next('recvgroupmessage')).toMatchObject({ data: 'b' });
  });

  it('sends to a user, and takes that back', async () => {
    const cloud = await start();
    const receiver = await cloud.login('receiver');
    const send = { AppId: cloud.appId, SenderId: 'system', ReceiverId: 'receiver', Body: 'b', MsgType: 5 };
    const { MsgTid } = await cloud.call('SendLiveMessageUser', { ...send, SenderInfo: 'info' });
    expect(await receiver.next('recvc2cmessage')).toMatchObject({
      ...{ messageId: MsgTid, type: 5, data: 'b', sender: { userId: 'system', userExtension: 'info' } },
    });
    const removal = { AppId: cloud.appId, ReceiverId: 'receiver', MessageId: String(MsgTid) };
    await cloud.call('DeleteLiveMessageUserMessage', removal);
    expect(await receiver.next('deletec2cmessage')).toEqual({ messageId: MsgTid });
    expect(await cloud.call('SendLiveMessageUser', { ...send, ReceiverId: 'away', MsgTid: 'mine' })).toEqual({
      MsgTid: 'mine',
    });
    expect(await codeOf(cloud.call('SendLiveMessageUser', { ...send, Body: 'x'.repeat(15_361) }))).toBe('InputInvalid');
  });

  it('deletes a message of a group: out of the list, and clients are told', async () => {
    const cloud = await start();
    const viewer = await cloud.member('viewer');
    const { messageId } = await say(viewer, 'bad');
    await say(viewer, 'good');
    const removal = { ...cloud.ids, MessageId: String(messageId), DeleterId: 'anchor' };
    expect(await cloud.call('DeleteLiveMessageGroupMessage', removal)).toEqual({ GroupId: 'g1', MessageId: messageId });
    expect(await viewer.next('deletegroupmessage')).toEqual({ groupId: 'g1', messageId });
    expect(texts(await viewer.request('listRecentMessage', g1))).toEqual(['good']);
    const list = await cloud.call('ListLiveMessageGroupMessages', { ...cloud.ids, SortType: 0, PageSize: 10 });
    expect(list.MessageList).toMatchObject([{ Body: 'good' }]);
  });

  it('changes what is known of a user, for the list of members and for what it says from now on', async () => {
    const cloud = await start();
    const user = await cloud.member('user', { userExtension: 'old' });
    const change = { AppId: cloud.appId, UserId: 'user', UserMetaInfo: 'new' };
    expect(await cloud.call('ModifyLiveMessageUserInfo', change)).toEqual({
      SuccessList: [{ GroupId: 'g1', Success: true }],
      FailList: [],
    });
    await say(user, 'text');
    expect(await user.next('recvgroupmessage')).toMatchObject({ sender: { userExtension: 'new' } });
    const list = await cloud.call('ListLiveMessageGroupUsers', { ...cloud.ids, SortType: 0, PageSize: 10 });
    expect(list.UserList).toEqual([{ UserId: 'user', UserInfo: 'new' }]);
    const tooLong = { ...change, UserMetaInfo: 'x'.repeat(513) };
    expect(await codeOf(cloud.call('ModifyLiveMessageUserInfo', tooLong))).toBe('InputInvalid');
  });

  it('lists what clients have said', async () => {
    const cloud = await start();
    const user = await cloud.member('user', { userExtension: 'info' });
    const { messageId } = await say(user, 'text');
    await say(user, 'signal', { noStorage: true });
    const list = await cloud.call('ListLiveMessageGroupMessages', { ...cloud.ids, SortType: 0, PageSize: 10 });
    expect(list.MessageList).toMatchObject([
      { MsgTid: messageId, Body: 'text', MsgType: 10_001, Sender: { UserId: 'user', UserInfo: 'info' }, SeqNumber: 1 },
    ]);
    expect(await cloud.call('DescribeLiveMessageGroup', cloud.ids)).toMatchObject({ MsgAmount: { 10001: 2 } });
  });
});

describe('the messages that a group keeps', () => {
  it('are listed to a newcomer: the newest, oldest first, without signals', async () => {
    const cloud = await start();
    const sender = await cloud.member('sender');
    for (let index = 1; index <= 60; index += 1) await say(sender, `m${index}`, { noStorage: index === 59 });
    const newcomer = await cloud.member('newcomer');
    const recent = texts(await newcomer.request('listRecentMessage', g1));
    expect(recent).toHaveLength(50);
    expect([recent[0], recent[48], recent[49]]).toEqual(['m10', 'm58', 'm60']);
    expect(texts(await newcomer.request('listRecentMessage', { ...g1, pageSize: 2 }))).toEqual(['m58', 'm60']);
    expect(texts(await newcomer.request('listRecentMessage', { ...g1, seqnum: 58 }))).toEqual(['m60']);
  });

  it('are listed by type and time in pages that meet each once', async () => {
    const cloud = await start();
    const sender = await cloud.member('sender');
    for (let index = 0; index < 25; index += 1) {
      await say(sender, `m${index}`);
      await say(sender, 'other', { type: 2 });
      cloud.clock.advance(1_000);
    }
    const list = async (more: object): Promise<unknown[]> => {
      const found: unknown[] = [];
      for (let token: unknown = 1, hasMore = true; hasMore; ) {
        const page = await sender.request('listMessage', { ...g1, type: 10_001, nextPageToken: token, ...more });
        found.push(...texts(page));
        hasMore = page.hasMore === true;
        token = page.nextPageToken;
      }
      return found;
    };
    const all = Array.from({ length: 25 }, (_, index) => `m${index}`);
    expect(await list({})).toEqual(all);
    expect(await list({ sortType: 1, pageSize: 7 })).toEqual(all.toReversed());
    const begin = 1_795_161_600;
    expect(await list({ beginTime: begin + 3, endTime: begin + 5 })).toEqual(['m3', 'm4', 'm5']);
    await expect(list({ pageSize: 31 })).rejects.toMatchObject({ name: 'InvalidParam' });
  });

  it('are for members', async () => {
    const cloud = await start();
    const stranger = await cloud.login('stranger');
    for (const [method, params] of [
      ['listRecentMessage', g1],
      ['listMessage', { ...g1, type: 1 }],
    ] as const) {
      await expect(stranger.request(method, params)).rejects.toMatchObject({ name: 'GroupNotJoined' });
    }
  });

  it('are deleted by managers, and everybody is told', async () => {
    const cloud = await start();
    const [anchor, viewer] = [await cloud.member('anchor'), await cloud.member('viewer')];
    const { messageId } = await say(viewer, 'bad');
    await anchor.request('deleteMessage', { ...g1, messageId });
    expect(await viewer.next('deletegroupmessage')).toEqual({ groupId: 'g1', messageId });
    expect(texts(await viewer.request('listRecentMessage', g1))).toEqual([]);
  });
});
