/** Functions of Function Compute 3.0, through the vendor's SDK (function-compute.md §9.1). */
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { daraSdk, fc3Sdk } from '../cloud/sdk.ts';
import { serviceError } from '../cloud/service-error.ts';
import { sdkConfig, type Target } from '../cloud/target.ts';
import { CliError } from '../errors.ts';
import type { RemoteFunction } from './remote-function.ts';

/** Milliseconds between two looks at an update, and how many. */
const POLL_MS = 500;
const POLLS = 120;
/** An invocation may take as long as the longest timeout of our functions. */
const INVOKE_MS = 900_000;

export interface Fc3Options {
  readonly target: Target;
  readonly accountId: string;
  readonly name: string;
  readonly sleep: (ms: number) => Promise<void>;
}

export async function fc3Function({ target, accountId, name, sleep }: Fc3Options): Promise<RemoteFunction> {
  const [sdk, { RuntimeOptions }] = await Promise.all([fc3Sdk(), daraSdk()]);
  const client = new sdk.default(await sdkConfig(target, `${accountId}.${target.regionId}.fc.aliyuncs.com`));
  return {
    name,
    invoke: async (event) => {
      const request = new sdk.InvokeFunctionRequest({ body: Readable.from([Buffer.from(event)]) });
      const headers = new sdk.InvokeFunctionHeaders({
        commonHeaders: { 'x-fc-invocation-type': 'Sync', 'x-fc-log-type': 'Tail' },
      });
      const runtime = new RuntimeOptions({ readTimeout: INVOKE_MS });
      const answer = await attempt('InvokeFunction', client.invokeFunctionWithOptions(name, request, headers, runtime));
      const answered = answer.headers ?? {};
      return {
        body: await text(answer.body ?? Readable.from([])),
        logTail: Buffer.from(answered['x-fc-log-result'] ?? '', 'base64').toString(),
        functionError: answered['x-fc-error-type'],
      };
    },
    updateCode: async (zip) => {
      const code = new sdk.InputCodeLocation({ zipFile: Buffer.from(zip).toString('base64') });
      const body = new sdk.UpdateFunctionInput({ code });
      await attempt('UpdateFunction', client.updateFunction(name, new sdk.UpdateFunctionRequest({ body })));
      for (let poll = 0; poll < POLLS; poll++) {
        const { body: state } = await attempt('GetFunction', client.getFunction(name, new sdk.GetFunctionRequest({})));
        if (state?.lastUpdateStatus !== 'InProgress') {
          if (state?.lastUpdateStatus === 'Failed') throw updateFailed(name, state.lastUpdateStatusReason);
          return;
        }
        await sleep(POLL_MS);
      }
      throw updateFailed(name, 'it is still in progress after a minute');
    },
  };
}

function updateFailed(name: string, reason: string | undefined): CliError {
  return new CliError('UpdateFailed', `the code of ${name} was not replaced: ${reason ?? 'no reason was given'}`, {
    hint: 'The old code keeps running. Try again, or run "live-stack deploy".',
  });
}

async function attempt<Answer>(action: string, call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    throw serviceError(action, error);
  }
}
