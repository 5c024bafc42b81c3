import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  deleteMessage,
  kickUsers,
  muteStatus,
  muteUsers,
  unmuteUsers,
} from '../../../../lambdas/app-server/messaging/members.ts';
import { failure } from '../support/memory-live.ts';
import { createRoom, type World, world } from '../support/world.ts';

let at: World;
let id: string;
beforeEach(async () => {
  at = await world();
  id = await createRoom(at, 'anna');
  at.forget();
});

const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `user${index}`);
const sent = (name: string): string[][] => at.live.calls.map(({ params }) => String(params[name]).split(','));

describe('muting in a group', () => {
  it('every user is named once, at most thirty in a call, whatever their number', async () => {
    const numbers = fc.integer({ min: 0, max: 200 });
    await fc.assert(
      fc.asyncProperty(numbers, async (count) => {
        at.forget();
        await muteUsers(at.scope, id, many(count));
        const calls = sent('BannedUsers');
        expect(calls.flat().sort()).toEqual(many(count).sort());
        expect(calls.every((users) => users.length >= 1 && users.length <= 30)).toBe(true);
        expect(calls).toHaveLength(Math.ceil(count / 30));
      }),
      { numRuns: 20 },
    );
  });

  it('W36: names the application, the data centre and the group, as the service spells its fields', async () => {
    const group = { AppId: 'im0app', DataCenter: 'cn-shanghai', GroupId: id };
    await muteUsers(at.scope, id, ['bob', 'carl']);
    await unmuteUsers(at.scope, id, ['bob']);
    await kickUsers(at.scope, id, ['dora']);
    await deleteMessage(at.scope, id, 'm1', 'anna');
    expect(at.live.calls).toEqual([
      { action: 'AddLiveMessageGroupBand', params: { ...group, BannedUsers: 'bob,carl' } },
      { action: 'RemoveLiveMessageGroupBand', params: { ...group, UnbannedUsers: 'bob' } },
      { action: 'KickLiveMessageGroupUser', params: { ...group, KickoffUser: 'dora' } },
      { action: 'DeleteLiveMessageGroupMessage', params: { ...group, MessageId: 'm1', DeleterId: 'anna' } },
    ]);
    expect(await muteStatus(at.scope, id)).toEqual({ all: false, users: ['carl'], except: [] });
  });
});

describe('removing from a group', () => {
  it('whoever is not there need not be removed, and everybody else is', async () => {
    at.live.groups.get(id)?.members.add('bob').add('carl');
    await kickUsers(at.scope, id, ['gone', 'bob', 'carl']);
    expect(at.live.groups.get(id)?.members.size).toBe(0);
  });

  it('W27: another failure is a failure', async () => {
    at.live.before = ({ action }) => {
      throw failure(action, 'Forbidden.RAM');
    };
    await expect(kickUsers(at.scope, id, ['bob'])).rejects.toMatchObject({ code: 'Forbidden.RAM' });
  });
});
