/** Users of a stage that authenticates with passwords, as its operator manages them. */
import { ApiError } from '../../api/errors.ts';
import { randomKey } from '../../cloud/keys.ts';
import { endSessions, nextSecond } from '../auth/admission.ts';
import { hashPassword } from '../auth/password.ts';
import { insertUser, listUsers, removeUser, replacePassword } from '../auth/users.ts';
import type { Scope } from '../scope.ts';
import type { OperationsOf } from './handlers.ts';

/** Letters and digits of a password that is made here: 95 bits. */
const MADE_LENGTH = 16;
const PAGE = 100;

export const userOperations: OperationsOf<'users.add' | 'users.remove' | 'users.list' | 'users.setPassword'> = {
  'users.add': async (scope, { username, password }) => {
    requirePasswords(scope);
    const { hash, made } = await hashed(scope, username, password);
    const now = scope.clock.now();
    const user = { name: username, passwordHash: hash, createdAt: now, passwordSetAt: now };
    // A user of the same name may have been removed this very second, with sessions that stay void.
    if (!(await insertUser(scope.cloud.rows, { ...user, sessionsFrom: nextSecond(scope) }))) {
      throw new ApiError('user_exists', username);
    }
    return { code: 200, username, ...made };
  },

  'users.remove': async (scope, { username }) => {
    requirePasswords(scope);
    const wasThere = await removeUser(scope.cloud.rows, username);
    // After the row: nobody logs in from now on. Also without one: the operator may be repeating what failed half-way.
    await endSessions(scope, username, nextSecond(scope));
    if (!wasThere) {
      throw new ApiError('user_not_found', username);
    }
    return { code: 200, username };
  },

  'users.list': async (scope, { from, limit }) => {
    requirePasswords(scope);
    const { users, next } = await listUsers(scope.cloud.rows, { from, limit: limit ?? PAGE });
    const told = users.map((user) => ({
      username: user.name,
      created_at: user.createdAt,
      password_set_at: user.passwordSetAt,
    }));
    return { code: 200, users: told, ...(next !== undefined && { next }) };
  },

  'users.setPassword': async (scope, { username, password }) => {
    requirePasswords(scope);
    const { hash, made } = await hashed(scope, username, password);
    const sessionsFrom = nextSecond(scope);
    const change = { passwordHash: hash, passwordSetAt: scope.clock.now(), sessionsFrom };
    if (!(await replacePassword(scope.cloud.rows, username, change))) {
      throw new ApiError('user_not_found', username);
    }
    // After the password: nobody can log in with the old one any more.
    await endSessions(scope, username, sessionsFrom);
    return { code: 200, username, ...made };
  },
};

/** Users on a stage that never asks for their passwords would only seem to protect it. */
function requirePasswords({ config }: Scope): void {
  if (config.authMode !== 'password') {
    throw new ApiError('users_not_kept', config.authMode);
  }
}

async function hashed(
  scope: Scope,
  username: string,
  given: string | undefined,
): Promise<{ hash: string; made: { password?: string } }> {
  if (given?.toLowerCase() === username.toLowerCase()) {
    throw new ApiError('invalid_request', {
      en: 'password: expected another one than the name.',
      zh: 'password：不能与用户名相同。',
    });
  }
  const password = given ?? randomKey(scope.random, MADE_LENGTH);
  const hash = await hashPassword(password, scope.random);
  return { hash, made: given === undefined ? { password } : {} };
}
