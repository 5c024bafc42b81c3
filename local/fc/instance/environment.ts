/** The environment of a function's process: the platform's variables and the function's own, nothing of this process. */
import { tmpdir } from 'node:os';
import { delimiter, dirname } from 'node:path';
import type { Identity } from '../../ram/identities.ts';
import type { FunctionName } from '../arn.ts';
import type { FunctionSettings } from '../settings.ts';

export interface EnvironmentFacts {
  readonly name: FunctionName;
  readonly settings: FunctionSettings;
  readonly accountId: string;
  readonly instanceId: string;
  readonly folder: string;
  readonly port: number;
  readonly credentials: Identity | undefined;
  /** Where the local cloud listens. */
  readonly endpoint: string;
}

/** Names of function-compute.md §5. Fixed when the instance starts: later credentials come with each request. */
export function environmentOf(facts: EnvironmentFacts): Record<string, string> {
  const { name, settings, credentials } = facts;
  return {
    PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    HOME: facts.folder,
    TMPDIR: tmpdir(),
    TZ: 'UTC',
    ...settings.environment,
    ...(credentials && {
      ALIBABA_CLOUD_ACCESS_KEY_ID: credentials.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: credentials.accessKeySecret,
      ALIBABA_CLOUD_SECURITY_TOKEN: credentials.securityToken ?? '',
    }),
    FC_FUNC_CODE_PATH: facts.folder,
    FC_ACCOUNT_ID: facts.accountId,
    FC_FUNCTION_HANDLER: settings.handler,
    FC_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
    FC_FUNCTION_NAME: name.functionName,
    FC_REGION: name.regionId,
    FC_CUSTOM_LISTEN_PORT: String(facts.port),
    FC_INSTANCE_ID: facts.instanceId,
    [isOldImage(settings.runtime) ? 'FC_VER_ID' : 'FC_FUNCTION_VERSION']: 'LATEST',
    ...(name.serviceName !== undefined && { FC_SERVICE_NAME: name.serviceName, FC_QUALIFIER: 'LATEST' }),
    LIVE_STACK_CLOUD_ENDPOINT: facts.endpoint,
  };
}

/** Debian 10 and before name the version differently. */
function isOldImage(runtime: string): boolean {
  const debian = Number(/^custom\.debian(\d+)$/.exec(runtime)?.[1] ?? 9);
  return debian <= 10;
}
