/** The tables of a Tablestore instance, as far as a deployment must know them. */

import { tablestoreEndpoint } from '../../lambdas/cloud/endpoints.ts';
import { CloudError } from '../../lambdas/cloud/errors.ts';
import { connect } from '../../lambdas/cloud/tablestore/connection.ts';
import { CliError } from '../errors.ts';
import type { Target } from './target.ts';

const ATTEMPT_MS = 10_000;

/** Names of the tables; undefined when there is no such instance. Throws a CliError when that cannot be found out. */
export async function tablesOf(target: Target, instance: string): Promise<string[] | undefined> {
  const env = target.endpoint === undefined ? {} : { LIVE_STACK_CLOUD_ENDPOINT: target.endpoint };
  const endpoint = tablestoreEndpoint(instance, target.regionId, env);
  const connection = connect(target.credentials, { endpoint, instance, attemptMs: ATTEMPT_MS });
  try {
    const { tableNames } = await connection.attempt('ListTable', ATTEMPT_MS, (client) => client.listTable({}));
    return tableNames;
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    if (isNoInstance(error)) return undefined;
    throw new CliError(error.code, `ListTable of instance ${instance} failed: ${error.message}`, {
      hint: 'The deploying identity needs ots:ListTable, to find data that an earlier stack left behind.',
    });
  }
}

/**
 * UNCERTAIN which of the two the service shows: an instance has a host name of its own, which does not resolve before it
 * exists (tablestore.md §5), and a shared front end says that it does not find it.
 */
function isNoInstance({ code, message }: CloudError): boolean {
  return code === 'ENOTFOUND' || (code === 'OTSAuthFailed' && /instance is not found/i.test(message));
}
