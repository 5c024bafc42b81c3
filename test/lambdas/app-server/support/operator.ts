/** What the operator of a stage does: he invokes the function with an event. */
import type { OperationInput, OperationName } from '../../../../lambdas/api/operator.ts';
import { hashPassword } from '../../../../lambdas/app-server/auth/password.ts';
import { insertUser } from '../../../../lambdas/app-server/auth/users.ts';
import type { Answer, World } from './world.ts';

/** An event over the platform's own way in; anything may be sent. */
export function invoke(at: World, event: unknown): Promise<Answer> {
  return at.request('/invoke', {
    method: 'POST',
    headers: { 'x-fc-control-path': '/invoke' },
    body: JSON.stringify(event),
  });
}

/** An operation that has to succeed. */
export async function operate<Name extends OperationName>(
  at: World,
  action: Name,
  rest: Omit<OperationInput<Name>, 'action'>,
): Promise<Record<string, unknown>> {
  const { status, body } = await invoke(at, { action, ...rest });
  if (status !== 200) {
    throw new Error(`${action} answered ${status}: ${JSON.stringify(body)}`);
  }
  return body;
}

/** A user whose password was hashed long ago, when it cost next to nothing: adding and checking it is quick. */
export async function addCheapUser(at: World, name: string, password: string): Promise<void> {
  const passwordHash = await hashPassword(password, at.scope.random, { logN: 4, r: 1, p: 1 });
  const now = at.clock.time;
  await insertUser(at.rows, { name, passwordHash, createdAt: now, passwordSetAt: now, sessionsFrom: 0 });
}
