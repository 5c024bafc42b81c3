/** Where a command works: a region of Alibaba Cloud, or a local cloud, and with whose credentials. */
import type { $OpenApiUtil } from '@alicloud/openapi-core';
import { CliError } from '../errors.ts';
import { credentialsSdk, openApiSdk } from './sdk.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

export interface Target {
  readonly regionId: string;
  readonly credentials: Credentials;
  /** `http://host:port` of a local cloud; absent: the real endpoints. */
  readonly endpoint?: string;
}

/** Milliseconds: how long one call may take to connect, and to answer. */
const CONNECT_TIMEOUT_MS = 5_000;
const READ_TIMEOUT_MS = 30_000;
/** A local cloud that is slow to accept shares a busy machine, or this very process; if it is not there, that is told at once. */
const LOCAL_TIMEOUT_MS = 60_000;

/** Finds credentials the way every Alibaba Cloud tool does: environment, profiles, roles. */
export async function defaultCredentials(): Promise<Credentials> {
  try {
    const found = await new (await credentialsSdk()).default().getCredential();
    if (found.accessKeyId && found.accessKeySecret) {
      return {
        accessKeyId: found.accessKeyId,
        accessKeySecret: found.accessKeySecret,
        ...(found.securityToken ? { securityToken: found.securityToken } : {}),
      };
    }
  } catch (error) {
    throw noCredentials(error as Error);
  }
  throw noCredentials();
}

function noCredentials(cause?: Error): CliError {
  return new CliError('NoCredentials', 'no Alibaba Cloud credentials were found', {
    hint:
      'Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or configure a profile with the aliyun command line. ' +
      'To try everything without an account, run "live-stack start".',
    exitCode: 2,
    details: cause ? { cause: cause.message } : {},
  });
}

/** The configuration that each vendor SDK takes. `host` is the real service's; a local cloud replaces it. */
export async function sdkConfig(target: Target, host: string): Promise<$OpenApiUtil.Config> {
  const { $OpenApiUtil } = await openApiSdk();
  const local = target.endpoint ? new URL(target.endpoint) : undefined;
  return new $OpenApiUtil.Config({
    ...target.credentials,
    regionId: target.regionId,
    endpoint: local ? local.host : host,
    protocol: local ? local.protocol.replace(':', '') : 'https',
    connectTimeout: local ? LOCAL_TIMEOUT_MS : CONNECT_TIMEOUT_MS,
    readTimeout: local ? LOCAL_TIMEOUT_MS : READ_TIMEOUT_MS,
  });
}
