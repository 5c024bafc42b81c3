/** The vendor's SDKs of both generations, unmodified: what the command line's hot swap will use. */
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../local/clock.ts';
import { Faults } from '../../../local/faults.ts';
import { type Gateway, openGateway } from '../../../local/gateway.ts';
import { ACCOUNT_ID, create, fc3Properties, type Kit, NODE_COMMAND, openKit, program, ROLE_ARN, zip } from './kit.ts';

const require = createRequire(import.meta.url);
const fc3 = require('@alicloud/fc20230330') as typeof import('@alicloud/fc20230330');
const { $OpenApiUtil } = require('@alicloud/openapi-core') as typeof import('@alicloud/openapi-core');

/** The members of `@alicloud/fc2` (which has no types) that are used here. */
interface Fc2Client {
  getFunction(service: string, name: string): Promise<{ data: { functionName: string; memorySize: number } }>;
  updateFunction(service: string, name: string, change: { code: { zipFile: string } }): Promise<{ data: object }>;
  invokeFunction(
    service: string,
    name: string,
    event: string,
    headers?: Record<string, string>,
  ): Promise<{ data: unknown; headers: Record<string, string> }>;
}
const Fc2 = require('@alicloud/fc2') as new (account: string, options: Record<string, unknown>) => Fc2Client;

const LOGGING = program("console.log('working on ' + body); response.end('done ' + body);");
const CHANGED = program("response.end('changed ' + body);");

let kit: Kit;
let gateway: Gateway;
beforeEach(async () => {
  kit = await openKit({ clock: systemClock });
  const route = kit.fc.route.bind(kit.fc);
  const faults = new Faults();
  gateway = await openGateway({ host: '127.0.0.1', port: 0, exact: true, route, faults, clock: systemClock });
});
afterEach(async () => {
  await gateway.close();
  await kit.close();
});

describe('@alicloud/fc20230330 (Function Compute 3.0)', () => {
  const client = () => {
    const { accessKeyId, accessKeySecret } = kit.identities.account;
    const endpoint = `127.0.0.1:${gateway.port}`;
    return new fc3.default(new $OpenApiUtil.Config({ accessKeyId, accessKeySecret, endpoint, protocol: 'http' }));
  };
  const invoke = async (event: string, headers: Record<string, string> = {}) => {
    const request = new fc3.InvokeFunctionRequest({ body: Readable.from([Buffer.from(event)]) });
    const options = new fc3.InvokeFunctionHeaders({ commonHeaders: headers });
    const answer = await client().invokeFunctionWithOptions('hello', request, options, {} as never);
    const chunks: Buffer[] = [];
    for await (const chunk of answer.body as Readable) chunks.push(chunk as Buffer);
    return { text: Buffer.concat(chunks).toString(), headers: answer.headers ?? {} };
  };

  it('gets, invokes with the tail of the log, and updates the code', async () => {
    await create(kit.fc, 'ALIYUN::FC3::Function', fc3Properties(LOGGING, { InstanceConcurrency: 1 }));
    const { body } = await client().getFunction('hello', new fc3.GetFunctionRequest({}));
    expect(body).toMatchObject({ functionName: 'hello', memorySize: 512, state: 'Active' });

    const { text, headers } = await invoke('one', { 'x-fc-log-type': 'Tail' });
    expect(text).toBe('done one');
    expect(Buffer.from(String(headers['x-fc-log-result']), 'base64').toString()).toContain('working on one');

    const code = new fc3.InputCodeLocation({ zipFile: zip(CHANGED) });
    const request = new fc3.UpdateFunctionRequest({ body: new fc3.UpdateFunctionInput({ code }) });
    expect((await client().updateFunction('hello', request)).body).toMatchObject({ lastUpdateStatus: 'Successful' });
    expect((await invoke('two')).text).toBe('changed two');
  });

  it('tells an unknown function by its code', async () => {
    const missing = client().getFunction('nobody', new fc3.GetFunctionRequest({}));
    await expect(missing).rejects.toMatchObject({ code: 'FunctionNotFound' });
  });
});

describe('@alicloud/fc2 (Function Compute 2.0)', () => {
  const client = () => {
    const { accessKeyId: accessKeyID, accessKeySecret } = kit.identities.account;
    const endpoint = `http://127.0.0.1:${gateway.port}`;
    return new Fc2(ACCOUNT_ID, { accessKeyID, accessKeySecret, region: 'cn-shanghai', endpoint });
  };

  it('gets, invokes with the tail of the log, and updates the code', async () => {
    await create(kit.fc, 'ALIYUN::FC::Service', { ServiceName: 'shop', Role: ROLE_ARN });
    await create(kit.fc, 'ALIYUN::FC::Function', {
      ServiceName: 'shop',
      FunctionName: 'hello',
      Handler: 'main.handler',
      Runtime: 'custom.debian10',
      Code: { ZipFile: zip(LOGGING) },
      CAPort: 9000,
      MemorySize: 512,
      Timeout: 10,
      InstanceConcurrency: 1,
      CustomRuntimeConfig: { Command: NODE_COMMAND },
    });
    expect((await client().getFunction('shop', 'hello')).data).toMatchObject({
      functionName: 'hello',
      memorySize: 512,
    });

    const { data, headers } = await client().invokeFunction('shop', 'hello', 'one', { 'X-Fc-Log-Type': 'Tail' });
    expect(data).toBe('done one');
    expect(Buffer.from(String(headers['x-fc-log-result']), 'base64').toString()).toContain('working on one');

    await client().updateFunction('shop', 'hello', { code: { zipFile: zip(CHANGED) } });
    expect((await client().invokeFunction('shop', 'hello', 'two')).data).toBe('changed two');
  });

  it('tells an unknown function by its code', async () => {
    await expect(client().getFunction('shop', 'nobody')).rejects.toMatchObject({
      code: expect.stringMatching(/NotFound$/),
    });
  });
});
