/** Whether a function exists, whatever it is. */
import { daraSdk, fc2Sdk, fc3Sdk } from '../cloud/sdk.ts';
import { serviceError } from '../cloud/service-error.ts';
import { sdkConfig, type Target } from '../cloud/target.ts';

/** On Function Compute 2.0 the name is that of the service. */
export async function existsFunction(
  target: Target,
  compute: 'fc2' | 'fc3',
  accountId: string,
  name: string,
): Promise<boolean> {
  try {
    await (compute === 'fc3' ? getFunction(target, accountId, name) : getService(target, accountId, name));
    return true;
  } catch (error) {
    const { code = '' } = error as { readonly code?: string };
    if (/NotFound/.test(code)) return false;
    throw serviceError(compute === 'fc3' ? 'GetFunction' : 'GetService', error);
  }
}

async function getFunction(target: Target, accountId: string, name: string): Promise<void> {
  const [sdk, { RuntimeOptions }] = await Promise.all([fc3Sdk(), daraSdk()]);
  const client = new sdk.default(await sdkConfig(target, `${accountId}.${target.regionId}.fc.aliyuncs.com`));
  const runtime = new RuntimeOptions({});
  await client.getFunctionWithOptions(name, new sdk.GetFunctionRequest({}), {}, runtime);
}

async function getService(target: Target, accountId: string, name: string): Promise<void> {
  const { accessKeyId: accessKeyID, accessKeySecret, securityToken } = target.credentials;
  const Client = await fc2Sdk();
  const client = new Client(accountId, {
    accessKeyID,
    accessKeySecret,
    region: target.regionId,
    ...(securityToken ? { securityToken } : {}),
    ...(target.endpoint ? { endpoint: target.endpoint } : { secure: true }),
  });
  await client.getService(name);
}
