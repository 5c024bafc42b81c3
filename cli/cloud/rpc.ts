/** Calls one RPC-style OpenAPI action with the vendor's generic client: for services whose own SDK is not on the registry. */
import { daraSdk, openApiSdk } from './sdk.ts';
import { serviceError } from './service-error.ts';
import { sdkConfig, type Target } from './target.ts';

export interface RpcAction {
  /** Host of the real service, e.g. `sts.aliyuncs.com`. */
  readonly host: string;
  /** API version, e.g. `2015-04-01`. */
  readonly version: string;
  readonly action: string;
}

/** The answer's JSON body. Throws a CliError when the service refuses or cannot be reached. */
export async function callRpc(
  target: Target,
  { host, version, action }: RpcAction,
  query: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, unknown>>> {
  const { default: OpenApi, $OpenApiUtil } = await openApiSdk();
  const params = new $OpenApiUtil.Params({
    action,
    version,
    protocol: 'HTTPS',
    pathname: '/',
    method: 'POST',
    authType: 'AK',
    style: 'RPC',
    reqBodyType: 'formData',
    bodyType: 'json',
  });
  const { RuntimeOptions } = await daraSdk();
  const request = new $OpenApiUtil.OpenApiRequest({ query });
  try {
    const answer = await new OpenApi(await sdkConfig(target, host)).callApi(params, request, new RuntimeOptions({}));
    return answer.body as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw serviceError(action, error);
  }
}
