/** Tells the AppServer of a stage something that only its operator may: by invoking its function (lambdas/api/operator.ts). */
import type * as z from 'zod/mini';
import type { ErrorBody } from '../../lambdas/api/errors.ts';
import { OPERATIONS } from '../../lambdas/api/operator.ts';
import { CliError } from '../errors.ts';
import type { RemoteFunction } from './remote-function.ts';

type Operations = typeof OPERATIONS;
export type Operation = keyof Operations;
export type OperationInput<Name extends Operation> = Omit<z.input<Operations[Name]['request']>, 'action'>;
export type OperationAnswer<Name extends Operation> = z.output<Operations[Name]['response']>;

/** @throws CliError with what the AppServer says, when it refuses */
export async function operate<Name extends Operation>(
  appServer: RemoteFunction,
  action: Name,
  input: OperationInput<Name>,
): Promise<OperationAnswer<Name>> {
  const { body, functionError } = await appServer.invoke(JSON.stringify({ action, ...input }));
  const answer = parsed(body);
  const response = OPERATIONS[action].response.safeParse(answer);
  if (response.success) return response.data as OperationAnswer<Name>;
  const { message, reason } = answer as Partial<ErrorBody>;
  throw new CliError('Refused', message ?? `${appServer.name} did not do it: ${functionError ?? body.slice(0, 200)}`, {
    exitCode: reason === 'invalid_request' ? 2 : 1,
    details: reason === undefined ? {} : { reason },
  });
}

function parsed(body: string): object {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    // A function that crashed answers text.
    return {};
  }
}
