/** Calls a local cloud through the official clients: pop-core signs RPC v1, openapi-core signs ACS3. */
import OpenApi, { $OpenApiUtil } from '@alicloud/openapi-core';
import RPCClient from '@alicloud/pop-core';

export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

export type Caller = (action: string, params?: Record<string, unknown>) => Promise<Record<string, unknown>>;

/** RPC v1 (HMAC-SHA1); GET puts everything into the query, POST into the form body. */
export function popCore(
  endpoint: string,
  version: string,
  credentials: Credentials,
  method: 'GET' | 'POST' = 'GET',
): Caller {
  const client = new RPCClient({ endpoint, apiVersion: version, ...credentials });
  return (action, params = {}) => client.request(action, params, { method });
}

/** ACS3-HMAC-SHA256; parameters in the query of a POST with an empty body. */
export function openApi(endpoint: string, version: string, credentials: Credentials): Caller {
  const config = new $OpenApiUtil.Config({
    endpoint: endpoint.replace('http://', ''),
    protocol: 'http',
    ...credentials,
  });
  const client = new OpenApi(config);
  return async (action, params = {}) => {
    const call = new $OpenApiUtil.Params({
      action,
      version,
      protocol: 'HTTP',
      pathname: '/',
      method: 'POST',
      authType: 'AK',
      style: 'RPC',
      reqBodyType: 'formData',
      bodyType: 'json',
    });
    const request = new $OpenApiUtil.OpenApiRequest({ query: flatten(params) });
    const answer = await client.callApi(call, request, {} as Parameters<typeof client.callApi>[2]);
    return answer.body as Record<string, unknown>;
  };
}

/** `{Tag: [{Key: 'a'}]}` → `{'Tag.1.Key': 'a'}`, as generated clients send lists. */
function flatten(value: unknown, path = ''): Record<string, string> {
  if (Array.isArray(value))
    return Object.assign({}, ...value.map((item, index) => flatten(item, `${path}.${index + 1}`)));
  if (typeof value !== 'object' || value === null) return { [path]: String(value) };
  const members = Object.entries(value).map(([name, member]) =>
    flatten(member, path === '' ? name : `${path}.${name}`),
  );
  return Object.assign({}, ...members);
}

/** The error that an official client throws, reduced to what the service said. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; status?: number; message: string }> {
  try {
    await call;
  } catch (error) {
    const { code, statusCode, message } = error as { code: string; statusCode?: number; message: string };
    return { code, status: statusCode, message };
  }
  throw new Error('the call was expected to be refused');
}
