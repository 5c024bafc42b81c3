import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { userStatus } from '../../../../lambdas/app-server/reactions/user-status.ts';

const room = { anchorId: 'anna' };
const nobody = { all: false, users: [], except: [] };

describe('W30: the status of a caller', () => {
  it.each([
    ['nobody is muted', nobody, []],
    ['the caller is', { ...nobody, users: ['carl', 'bob'] }, ['user']],
    ['somebody else is', { ...nobody, users: ['bobby'] }, []],
    ['everybody is', { ...nobody, all: true }, ['group']],
    ['everybody else is', { ...nobody, all: true, except: ['bob'] }, []],
    ['the caller and everybody are', { ...nobody, all: true, users: ['bob'] }, ['group', 'user']],
    ['the caller is, and excepted from a mute of all', { all: true, users: ['bob'], except: ['bob'] }, ['user']],
  ])('when %s', (_, mute, sources) => {
    expect(userStatus({ mute }, room, 'bob')).toEqual({ mute: sources.length > 0, mute_source: sources });
  });

  it('is absent when it is not known', () => {
    expect(userStatus({ mute: undefined }, room, 'bob')).toBeUndefined();
  });

  it('never mutes the anchor, and names a source exactly when it mutes', () => {
    const user = fc.constantFrom('anna', 'bob', 'carl');
    const users = fc.uniqueArray(user);
    fc.assert(
      fc.property(user, fc.record({ all: fc.boolean(), users, except: users }), (caller, mute) => {
        const status = userStatus({ mute }, room, caller);
        expect(status?.mute).toBe((status?.mute_source.length ?? 0) > 0);
        expect(caller === 'anna' && status?.mute).toBe(false);
      }),
    );
  });
});
