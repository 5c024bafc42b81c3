import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAliyunMessaging } from '../../clients/shared/messaging/aliyun.ts';
import type { ClosedReason, Message, Messaging } from '../../clients/shared/messaging/messaging.ts';
import { type StandIn, sdkStandIn } from './support/im-sdk.ts';

const LOGIN = {
  app_id: 'app',
  app_sign: 'sign',
  app_token: 'token',
  auth: { user_id: 'bob', nonce: 'AK_1', timestamp: 1_700_000_000, role: '' },
};

let sdk: StandIn;
let messaging: Messaging;
let logins: number;
let seen: {
  messages: Message[];
  connections: [string, ClosedReason | undefined][];
  deleted: string[];
  online: number[];
};

beforeEach(() => {
  sdk = sdkStandIn();
  logins = 0;
  seen = { messages: [], connections: [], deleted: [], online: [] };
  messaging = openAliyunMessaging({
    self: { userId: 'bob', nick: 'Bobby', avatar: '' },
    login: async () => {
      logins += 1;
      return LOGIN;
    },
  });
  messaging.on('message', (message) => seen.messages.push(message));
  messaging.on('connection', (state, reason) => seen.connections.push([state, reason]));
  messaging.on('deleted', (id) => seen.deleted.push(id));
  messaging.on('members', ({ online }) => seen.online.push(online));
});
afterEach(() => vi.unstubAllGlobals());

const sender = { userId: 'anna', userExtension: '{"userNick":"Anna","userAvatar":""}' };
const message = (change: object = {}) => ({
  ...{ groupId: 'room', messageId: 'm1', type: 10_001, data: '{"content":"hello"}', sender, timestamp: 5 },
  ...change,
});

describe('messaging through the vendor’s SDK', () => {
  it('is loaded from the vendor’s address, initialised, logged in and joined, in this order', async () => {
    expect(sdk.scripts).toEqual([]);
    expect(await messaging.enter('room')).toEqual({ online: 3, views: 7, mutedAll: false, mutedUsers: ['carl'] });
    expect(sdk.scripts).toEqual([expect.stringMatching(/^https:\/\/g\.alicdn\.com\/.*alivc-im\.iife\.js$/)]);
    expect(sdk.calls).toEqual([
      ['init', { appId: 'app', appSign: 'sign' }],
      [
        'login',
        {
          user: { userId: 'bob', userExtension: '{"userNick":"Bobby","userAvatar":""}' },
          userAuth: { timestamp: 1_700_000_000, nonce: 'AK_1', role: '', token: 'token' },
        },
      ],
      ['joinGroup', 'room'],
    ]);
    expect(seen.connections).toEqual([['connected', undefined]]);
  });

  it('sends comments as they are, and signals past audit, mute and storage', async () => {
    await messaging.enter('room');
    sdk.calls.length = 0;
    await messaging.send(10_001, { content: 'hi' });
    await messaging.send(10_003, {}, { isSignal: true });
    await messaging.sendTo('anna', 20_001, {});
    expect(sdk.calls).toEqual([
      ['sendGroupMessage', { groupId: 'room', type: 10_001, data: '{"content":"hi"}' }],
      [
        'sendGroupMessage',
        { groupId: 'room', type: 10_003, data: '{}', skipAudit: true, skipMuteCheck: true, noStorage: true },
      ],
      ['sendC2cMessage', { receiverId: 'anna', type: 20_001, data: '{"groupId":"room","data":"{}"}', skipAudit: true }],
    ]);
  });

  it('hands on what concerns this room, and nothing else', async () => {
    await messaging.enter('room');
    sdk.tell('recvgroupmessage', message(), 'room');
    sdk.tell('recvgroupmessage', message({ groupId: 'other' }), 'other');
    sdk.tell('recvgroupmessage', message({ data: 'no json' }), 'room');
    sdk.tell('recvc2cmessage', message({ groupId: undefined, data: '{"groupId":"room","data":"{\\"agree\\":true}"}' }));
    sdk.tell('recvc2cmessage', message({ groupId: undefined, data: '{"groupId":"other","data":"{}"}' }));
    expect(seen.messages.map(({ payload, isDirect }) => [payload, isDirect])).toEqual([
      [{ content: 'hello' }, false],
      [{ agree: true }, true],
    ]);
    expect(seen.messages[0]?.sender).toEqual({ userId: 'anna', nick: 'Anna', avatar: '' });
    sdk.tell('deletegroupmessage', 'm1', 'room');
    sdk.tell('memberchange', 'room', 9, [sender], []);
    expect([seen.deleted, seen.online]).toEqual([['m1'], [9]]);
  });

  it('tells a loss, and after it what has changed meanwhile', async () => {
    await messaging.enter('room');
    sdk.tell('linklost');
    sdk.tell('reconnectsuccess', []);
    await vi.waitFor(() => expect(seen.online).toEqual([3]));
    expect(seen.connections.map(([state]) => state)).toEqual(['connected', 'reconnecting', 'connected']);
  });

  it('logs in with a new token when the old one has expired, and ends when there is none', async () => {
    await messaging.enter('room');
    sdk.tell('tokenexpired');
    await vi.waitFor(() => expect(logins).toBe(2));
    expect(sdk.calls.filter(([name]) => name === 'init')).toHaveLength(1);
    sdk.fail('login', { code: 403, message: 'no' });
    sdk.tell('tokenexpired');
    await vi.waitFor(() => expect(seen.connections.at(-1)).toEqual(['closed', 'token-expired']));
  });

  it.each<[string, unknown[], ClosedReason]>([
    ['exit', ['room', 1], 'group-deleted'],
    ['exit', ['room', 2], 'removed'],
    ['disconnect', [4], 'other-device'],
    ['disconnect', [2], 'removed'],
  ])('%s %j ends it: %s', async (event, args, reason) => {
    await messaging.enter('room');
    sdk.tell(event, ...args);
    expect(seen.connections.at(-1)).toEqual(['closed', reason]);
    await vi.waitFor(() => expect(sdk.calls.slice(-2).map(([name]) => name)).toEqual(['logout', 'unInit']));
  });

  it.each([
    [442, 'muted'],
    [425, 'refused'],
    [504, 'unavailable'],
  ])('an error %i of the SDK is the problem "%s"', async (code, problem) => {
    await messaging.enter('room');
    sdk.fail('sendGroupMessage', { code, message: 'no' });
    await expect(messaging.send(10_001, {})).rejects.toMatchObject({ name: 'MessagingError', problem });
  });

  it('a login that is refused leaves nothing behind', async () => {
    sdk.fail('login', { code: 403, message: 'no' });
    await expect(messaging.enter('room')).rejects.toMatchObject({ problem: 'refused' });
    await vi.waitFor(() => expect(sdk.calls.map(([name]) => name)).toEqual(['init', 'login', 'logout', 'unInit']));
  });
});
