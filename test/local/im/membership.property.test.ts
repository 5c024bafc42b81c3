import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImClient } from './im-client.ts';
import { type ImCloud, imCloud } from './im-cloud.ts';

const USERS = ['u0', 'u1', 'u2', 'u3'];
const GROUPS = ['g1', 'g2'];
const ACTIONS = ['login', 'join', 'leave', 'kick', 'drop', 'close', 'resume', 'logout'] as const;

type Step = readonly [action: (typeof ACTIONS)[number], user: string, group: string];

/** What should be true: who is connected, who is in which group, how often somebody entered. */
class Model {
  readonly online = new Set<string>();
  readonly members = new Map<string, Set<string>>(GROUPS.map((group) => [group, new Set()]));
  readonly entries = new Map<string, number>(GROUPS.map((group) => [group, 0]));
  readonly lost = new Map<string, string[]>();

  of(group: string): Set<string> {
    return this.members.get(group) ?? new Set();
  }

  enter(user: string, group: string): void {
    if (this.of(group).has(user)) return;
    this.of(group).add(user);
    this.entries.set(group, (this.entries.get(group) ?? 0) + 1);
  }

  /** Answers the groups that the user was in. */
  exit(user: string): string[] {
    this.online.delete(user);
    return GROUPS.filter((group) => this.of(group).delete(user));
  }
}

class World {
  readonly model = new Model();
  readonly clients = new Map<string, ImClient>();
  readonly sessions = new Map<string, string>();
  readonly cloud: ImCloud;

  constructor(cloud: ImCloud) {
    this.cloud = cloud;
  }

  async login(user: string, session = ''): Promise<void> {
    const older = this.clients.get(user);
    const client = await this.cloud.connect();
    const answer = await client.request('login', this.cloud.credentials(user, { session }));
    if (older) await older.closed;
    this.clients.set(user, client);
    this.sessions.set(user, String(answer.session));
    await this.cloud.settled(this.clients.size);
  }

  async run([action, user, group]: Step): Promise<void> {
    const { model, cloud } = this;
    const client = this.clients.get(user);
    if (action === 'login') {
      await this.login(user);
      model.exit(user);
      model.online.add(user);
    } else if (action === 'resume') {
      await this.resume(user);
    } else if (action === 'kick') {
      const kick = cloud.call('KickLiveMessageGroupUser', { AppId: cloud.appId, GroupId: group, KickoffUser: user });
      if (model.of(group).delete(user)) await kick;
      else await expect(kick).rejects.toMatchObject({ code: 'ResourceNotExist' });
    } else if (!client) {
      return;
    } else if (action === 'join') {
      await client.request('joinGroup', { groupId: group });
      model.enter(user, group);
    } else if (action === 'leave') {
      await client.request('leaveGroup', { groupId: group });
      model.of(group).delete(user);
    } else {
      if (action === 'logout') await client.request('logout');
      await (action === 'drop' ? client.drop() : client.close());
      this.clients.delete(user);
      await cloud.settled(this.clients.size);
      const groups = model.exit(user);
      if (action === 'drop') model.lost.set(this.sessions.get(user) ?? '', groups);
    }
  }

  async resume(user: string): Promise<void> {
    const session = this.sessions.get(user) ?? '';
    const isConnected = this.clients.has(user);
    await this.login(user, session);
    const { model } = this;
    model.online.add(user);
    if (isConnected) return;
    for (const group of model.lost.get(session) ?? []) model.of(group).add(user);
    model.lost.delete(session);
  }

  /** What the OpenAPI, the gateway and the clients say is what the model says. */
  async check(): Promise<void> {
    const { cloud, model } = this;
    for (const group of GROUPS) {
      const ids = { AppId: cloud.appId, GroupId: group };
      expect(await cloud.call('DescribeLiveMessageGroup', ids)).toMatchObject({
        OnlineUserCounts: model.of(group).size,
        TotalTimes: model.entries.get(group),
      });
      const { UserList } = await cloud.call('ListLiveMessageGroupUsers', { ...ids, SortType: 0, PageSize: 100 });
      expect((UserList as { UserId: string }[]).map(({ UserId }) => UserId).sort()).toEqual(
        [...model.of(group)].sort(),
      );
    }
    const { UserList } = await cloud.call('CheckLiveMessageUsersOnline', {
      AppId: cloud.appId,
      UserIds: USERS.join(','),
    });
    expect(UserList).toEqual(USERS.map((UserId) => ({ UserId, Online: model.online.has(UserId) })));
    expect(cloud.im.connections()).toBe(model.online.size);
    for (const [user, client] of this.clients) {
      for (const groupId of GROUPS) {
        const send = client.request('sendGroupMessage', { groupId, type: 1, data: user, noStorage: true });
        if (model.of(groupId).has(user)) await send;
        else await expect(send).rejects.toMatchObject({ name: 'GroupNotJoined' });
      }
    }
  }
}

describe('membership', () => {
  it('is what a model says after any sequence of logins, joins, leaves, kicks and losses', async () => {
    const step: fc.Arbitrary<Step> = fc.tuple(
      fc.constantFrom(...ACTIONS, 'login' as const, 'join' as const, 'join' as const),
      fc.constantFrom(...USERS),
      fc.constantFrom(...GROUPS),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const cloud = await imCloud();
        try {
          await cloud.call('CreateLiveMessageGroup', { AppId: cloud.appId, GroupId: 'g2' });
          const world = new World(cloud);
          for (const each of steps) await world.run(each);
          await world.check();
        } finally {
          await cloud.close();
        }
      }),
      { numRuns: 100 },
    );
  });
});
