/** Functions of Function Compute 2.0, through the vendor's SDK (function-compute.md §9.2). */
import { fc2Sdk } from '../cloud/sdk.ts';
import { serviceError } from '../cloud/service-error.ts';
import type { Target } from '../cloud/target.ts';
import type { RemoteFunction } from './remote-function.ts';

const INVOKE_MS = 900_000;

export interface Fc2Options {
  readonly target: Target;
  readonly accountId: string;
  readonly service: string;
  readonly name: string;
}

export async function fc2Function({ target, accountId, service, name }: Fc2Options): Promise<RemoteFunction> {
  const { accessKeyId: accessKeyID, accessKeySecret, securityToken } = target.credentials;
  const Client = await fc2Sdk();
  const client = new Client(accountId, {
    accessKeyID,
    accessKeySecret,
    region: target.regionId,
    timeout: INVOKE_MS,
    ...(securityToken ? { securityToken } : {}),
    ...(target.endpoint ? { endpoint: target.endpoint } : { secure: true }),
  });
  const attempt = async <Answer>(action: string, call: Promise<Answer>): Promise<Answer> => {
    try {
      return await call;
    } catch (error) {
      throw serviceError(action, error);
    }
  };
  return {
    name: `${service}/${name}`,
    invoke: async (event) => {
      const headers = { 'X-Fc-Log-Type': 'Tail' };
      const answer = await attempt('InvokeFunction', client.invokeFunction(service, name, event, headers));
      return {
        // The SDK parses a JSON answer by itself.
        body: typeof answer.data === 'string' ? answer.data : JSON.stringify(answer.data),
        logTail: Buffer.from(answer.headers['x-fc-log-result'] ?? '', 'base64').toString(),
        functionError: answer.headers['x-fc-error-type'],
      };
    },
    updateCode: async (zip) => {
      const zipFile = Buffer.from(zip).toString('base64');
      // Function Compute 2.0 has no state to wait for: the next request starts the new code.
      await attempt('UpdateFunction', client.updateFunction(service, name, { code: { zipFile } }));
    },
  };
}
