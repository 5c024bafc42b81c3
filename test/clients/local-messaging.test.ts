import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { openLocalMessaging } from '../../clients/shared/messaging/local.ts';
import type {
  ClosedReason,
  Message,
  Messaging,
  MessagingLogin,
  Sender,
} from '../../clients/shared/messaging/messaging.ts';
import { ApiFailure } from '../../lambdas/api/client.ts';
import { type ImCloud, imCloud } from '../local/im/im-cloud.ts';

/** The adapter against the gateway of the local cloud, on real sockets. */
let cloud: ImCloud;
let opened: Messaging[];
let sockets: WebSocket[];

class HeldSocket extends WebSocket {
  constructor(url: string, protocol: string) {
    super(url, protocol);
    sockets.push(this);
  }
}

beforeEach(async () => {
  [opened, sockets] = [[], []];
  const events = new EventTarget();
  vi.stubGlobal('WebSocket', HeldSocket);
  vi.stubGlobal('addEventListener', events.addEventListener.bind(events));
  vi.stubGlobal('removeEventListener', events.removeEventListener.bind(events));
  cloud = await imCloud();
});
afterEach(async () => {
  for (const messaging of opened) messaging.close();
  await cloud.close();
  await Promise.all(
    sockets.map((socket) => (socket.readyState === WebSocket.CLOSED ? undefined : once(socket, 'close'))),
  );
  vi.unstubAllGlobals();
});

interface Seen {
  readonly messages: Message[];
  readonly connections: (readonly [string, ClosedReason | undefined])[];
  readonly deleted: string[];
  readonly muted: { mutedAll: boolean; mutedUsers: readonly string[] }[];
}

interface Somebody extends Seen {
  readonly messaging: Messaging;
  /** Resolves as soon as it holds. */
  until(holds: (seen: Seen) => boolean): Promise<void>;
}

function somebody(userId: string, login = () => credentials(userId)): Somebody {
  const self: Sender = { userId, nick: `${userId} the Great`, avatar: '' };
  const messaging = openLocalMessaging({ origin: new URL(cloud.url.replace(/^ws/, 'http')).origin, self, login });
  opened.push(messaging);
  const seen: Seen = { messages: [], connections: [], deleted: [], muted: [] };
  let wake: (() => void)[] = [];
  const told = (): void => {
    for (const each of wake.splice(0)) each();
  };
  const note =
    <Value>(list: Value[]) =>
    (value: Value): void => {
      list.push(value);
      told();
    };
  messaging.on('message', note(seen.messages));
  messaging.on('deleted', note(seen.deleted));
  messaging.on('muted', note(seen.muted));
  messaging.on('connection', (state, reason) => note(seen.connections)([state, reason]));
  const until = async (holds: (seen: Seen) => boolean): Promise<void> => {
    while (!holds(seen)) await new Promise<void>((resolve) => (wake = [...wake, resolve]));
  };
  return { ...seen, messaging, until };
}

async function credentials(userId: string): Promise<MessagingLogin> {
  const { appId, appSign, appToken, auth } = cloud.credentials(userId) as Record<string, unknown>;
  return { app_id: appId, app_sign: appSign, app_token: appToken, auth } as MessagingLogin;
}

describe('messaging over the local gateway', () => {
  it('tells on entering how many are there and who may not speak', async () => {
    const anna = somebody('anna');
    const state = await anna.messaging.enter('g1');
    expect(state).toEqual({ online: 1, views: 1, mutedAll: false, mutedUsers: [] });
    expect(anna.connections).toEqual([['connected', undefined]]);
  });

  it('carries comments to everybody, with the name of the sender, and signals to one', async () => {
    const [anna, bob] = [somebody('anna'), somebody('bob')];
    await anna.messaging.enter('g1');
    await bob.messaging.enter('g1');
    await anna.messaging.send(10_001, { content: 'hello' });
    await bob.until(({ messages }) => messages.length === 1);
    expect(bob.messages[0]).toMatchObject({
      ...{ type: 10_001, payload: { content: 'hello' }, groupId: 'g1', isDirect: false },
      sender: { userId: 'anna', nick: 'anna the Great' },
    });
    await bob.messaging.sendTo('anna', 20_001, { asked: true });
    await anna.until(({ messages }) => messages.some(({ isDirect }) => isDirect));
    expect(anna.messages.at(-1)).toMatchObject({ type: 20_001, payload: { asked: true }, groupId: 'g1' });
  });

  it('lists what was said before, without signals', async () => {
    const anna = somebody('anna');
    await anna.messaging.enter('g1');
    await anna.messaging.send(10_001, { content: 'first' });
    await anna.messaging.send(10_003, {}, { isSignal: true });
    const carl = somebody('carl');
    await carl.messaging.enter('g1');
    expect((await carl.messaging.recent()).map(({ payload }) => payload)).toEqual([{ content: 'first' }]);
  });

  it('a muted user is told in words, and may still signal', async () => {
    const bob = somebody('bob');
    await bob.messaging.enter('g1');
    const anchor = await cloud.member('anchor');
    await anchor.request('muteUser', { groupId: 'g1', userList: ['bob'] });
    await bob.until(({ muted }) => muted.some(({ mutedUsers }) => mutedUsers.includes('bob')));
    await expect(bob.messaging.send(10_001, { content: 'x' })).rejects.toMatchObject({ problem: 'muted' });
    await expect(bob.messaging.send(20_007, {}, { isSignal: true })).resolves.toBeUndefined();
  });

  it('tells which message was taken back', async () => {
    const bob = somebody('bob');
    await bob.messaging.enter('g1');
    await bob.messaging.send(10_001, { content: 'regretted' });
    await bob.until(({ messages }) => messages.length === 1);
    const anchor = await cloud.member('anchor');
    await anchor.request('deleteMessage', { groupId: 'g1', messageId: String(bob.messages[0]?.id) });
    await bob.until(({ deleted }) => deleted.length === 1);
    expect(bob.deleted).toEqual([bob.messages[0]?.id]);
  });

  it('comes back by itself after a loss, as the same visit', async () => {
    const bob = somebody('bob');
    await bob.messaging.enter('g1');
    sockets[0]?.terminate();
    await bob.until(({ connections }) => connections.length === 3);
    expect(bob.connections.map(([state]) => state)).toEqual(['connected', 'reconnecting', 'connected']);
    const carl = somebody('carl');
    expect(await carl.messaging.enter('g1')).toMatchObject({ views: 2, online: 2 });
  });

  it('sees what was said meanwhile when it asks again', async () => {
    const [anna, bob] = [somebody('anna'), somebody('bob')];
    await anna.messaging.enter('g1');
    await bob.messaging.enter('g1');
    sockets[1]?.terminate();
    await anna.messaging.send(10_001, { content: 'missed' });
    await bob.until(({ connections }) => connections.at(-1)?.[0] === 'connected' && connections.length > 1);
    expect((await bob.messaging.recent()).map(({ payload }) => payload)).toEqual([{ content: 'missed' }]);
  });

  it.each<[string, ClosedReason, () => Promise<unknown>]>([
    ['another device of the same user', 'other-device', () => cloud.login('bob')],
    [
      'the end of the group',
      'group-deleted',
      async () => (await cloud.member('anchor')).request('closeGroup', { groupId: 'g1' }),
    ],
  ])('%s ends it for good', async (_, reason, happen) => {
    const bob = somebody('bob');
    await bob.messaging.enter('g1');
    await happen();
    await bob.until(({ connections }) => connections.some(([state]) => state === 'closed'));
    expect(bob.connections.at(-1)).toEqual(['closed', reason]);
    expect(sockets).toHaveLength(1);
  });

  it.each<[number, ClosedReason]>([
    [401, 'token-expired'],
    [403, 'removed'],
  ])('an AppServer that answers %i on coming back ends it: %s', async (status, reason) => {
    const logins = [() => credentials('bob')];
    const bob = somebody('bob', async () => {
      const next = logins.shift();
      if (next) return next();
      throw new ApiFailure('/token', status, undefined);
    });
    await bob.messaging.enter('g1');
    sockets[0]?.terminate();
    await bob.until(({ connections }) => connections.at(-1)?.[0] === 'closed');
    expect(bob.connections.at(-1)).toEqual(['closed', reason]);
  });

  it('refuses what does not fit, and tells when the gateway is not there', async () => {
    await expect(somebody('bob').messaging.enter('nogroup')).rejects.toMatchObject({ problem: 'refused' });
    await expect(somebody('bob').messaging.send(1, {})).rejects.toMatchObject({ problem: 'unavailable' });
    const nowhere = openLocalMessaging({
      origin: 'http://127.0.0.1:1',
      self: { userId: 'carl', nick: 'carl', avatar: '' },
      login: () => credentials('carl'),
    });
    await expect(nowhere.enter('g1')).rejects.toMatchObject({ problem: 'unavailable' });
  });
});
