/** The temporary credentials of the function's RAM role, as Function Compute sends them with each request. */
import { CloudError } from './errors.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

export interface HeaderSource {
  get(name: string): string | null | undefined;
}

/**
 * Reads the `x-fc-*` headers (function-compute.md §3). Environment variables are fixed when an instance starts while
 * role credentials expire, so they are taken from every request.
 *
 * @throws CloudError `NoCredentials` when the function has no role.
 */
export function credentialsFrom(headers: HeaderSource): Credentials {
  const accessKeyId = headers.get('x-fc-access-key-id');
  const accessKeySecret = headers.get('x-fc-access-key-secret');
  const securityToken = headers.get('x-fc-security-token');
  if (!accessKeyId || !accessKeySecret) {
    throw new CloudError({
      product: 'fc',
      action: 'request',
      code: 'NoCredentials',
      text: 'expected the headers x-fc-access-key-id and x-fc-access-key-secret; give the function a RAM role',
    });
  }
  return securityToken ? { accessKeyId, accessKeySecret, securityToken } : { accessKeyId, accessKeySecret };
}
