/** Whose account the credentials belong to. */
import { CliError } from '../errors.ts';
import { callRpc } from './rpc.ts';
import type { Target } from './target.ts';

const GET_CALLER_IDENTITY = { host: 'sts.aliyuncs.com', version: '2015-04-01', action: 'GetCallerIdentity' };

/** The account id (digits). Throws a CliError when the credentials are refused or the service cannot be reached. */
export async function accountOf(target: Target): Promise<string> {
  const { AccountId: accountId } = await callRpc(target, GET_CALLER_IDENTITY);
  if (typeof accountId === 'string' || typeof accountId === 'number') return String(accountId);
  throw new CliError('UnexpectedAnswer', 'GetCallerIdentity answered without an AccountId');
}
