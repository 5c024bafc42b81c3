/** Function Compute on one machine: functions of both generations as own processes, triggers, timers and the REST APIs. */

import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { Clock } from '../clock.ts';
import type { Json, Product } from '../product.ts';
import type { Identities } from '../ram/identities.ts';
import type { ResourceType } from '../ros/resource-type.ts';
import { Schedule } from '../schedule.ts';
import { acs3Authentication } from './api/acs3.ts';
import { fcAuthentication } from './api/fc-signature.ts';
import { fc2Api } from './api/fc2.ts';
import { fc3Api } from './api/fc3.ts';
import { routeTo } from './api/rest.ts';
import { functionArn, parseFunctionArn } from './arn.ts';
import { AsyncInvocations } from './async-invocations.ts';
import type { LogStore } from './function-log.ts';
import { HttpGate } from './http-gate.ts';
import { type HttpRequestRecord, recordHttpRequest } from './http-record.ts';
import type { ReadMemory } from './instance/memory.ts';
import { type Invocation, invoke } from './invocations.ts';
import type { Context } from './operations/context.ts';
import { startTrigger } from './operations/triggers.ts';
import { functionKey } from './records.ts';
import { newResourceId, type RandomBytes } from './request-id.ts';
import { resourceTypes } from './resources/types.ts';
import { Runtime } from './runtime.ts';
import { parseState } from './state.ts';
import { Store } from './store.ts';
import { HttpListeners } from './triggers/http-listeners.ts';
import { Timers } from './triggers/timers.ts';

export interface FcOptions {
  readonly clock: Clock;
  readonly identities: Identities;
  readonly accountId: string;
  readonly sls: LogStore;
  /** `http://host:port` of the local cloud; functions get it as `LIVE_STACK_CLOUD_ENDPOINT`. */
  readonly endpoint: () => string;
  /** Host on which HTTP triggers listen, e.g. `127.0.0.1`. */
  readonly host: string;
  /** Port of the first HTTP trigger, the next free one when it is taken; 0: any. */
  readonly triggerPort: number;
  /** Ports that HTTP triggers leave alone. */
  readonly reservedPorts?: readonly number[];
  readonly log: (message: string) => void;
  /** Existing folder in which code is unzipped; the system's temporary folder when not given. */
  readonly directory?: string;
  readonly random?: RandomBytes;
  /** Tells what an instance holds; that of the operating system when not given. */
  readonly readMemory?: ReadMemory;
  /** Told of each finished request to an HTTP trigger. */
  readonly onHttpRequest?: (record: HttpRequestRecord) => void;
}

export interface FunctionStatus {
  readonly arn: string;
  /** Public URL of its HTTP trigger. */
  readonly url?: string;
}

export interface LocalFc extends Product {
  readonly resourceTypes: ResourceType[];
  /**
   * Calls a function as ROS does, with the account's own rights. `async`: resolves when accepted; rejects with `FcError`
   * when the function does not exist or the payload is larger than 128 KB. `sync`: never rejects for a failure of the
   * function, which is told in `error`.
   */
  invoke(arn: string, payload: Buffer, mode: 'async' | 'sync'): Promise<Invocation>;
  /** What exists, for the console. */
  functions(): FunctionStatus[];
  /** Process ids of all running instances. */
  pids(): number[];
}

export function createFc(options: FcOptions): LocalFc {
  const { clock, identities, accountId, log } = options;
  const random = options.random ?? randomBytes;
  const store = new Store();
  const schedule = new Schedule(clock);
  const runtime = new Runtime({ ...options, store, schedule, random, directory: options.directory ?? tmpdir() });
  const asyncInvocations = new AsyncInvocations({ store, runtime, schedule, log });
  const gate = new HttpGate({ store, runtime, identities, clock, accountId });
  const listeners = new HttpListeners({
    host: options.host,
    firstPort: options.triggerPort,
    reservedPorts: options.reservedPorts ?? [],
    serve: (trigger, request, response) => {
      const functionName = store.triggers.get(trigger)?.functionName ?? trigger;
      if (options.onHttpRequest) recordHttpRequest(functionName, request, response, clock, options.onHttpRequest);
      void gate.serve(trigger, request, response);
    },
  });
  const timers = new Timers(schedule, (name, event) => {
    if (store.functions.has(functionKey(name))) asyncInvocations.accept(name, event, runtime.newRequestId());
  });
  const newId = (): string => newResourceId(random);
  const context: Context = { store, runtime, schedule, asyncInvocations, listeners, timers, accountId, newId };
  const apis = [fc3Api(acs3Authentication(identities, clock)), fc2Api(fcAuthentication(identities, clock))];

  return {
    name: 'fc',
    resourceTypes: resourceTypes(context),
    route: (request) => {
      for (const api of apis) {
        const operation = routeTo(api, request, context, identities);
        if (operation) return operation;
      }
      return undefined;
    },
    invoke: async (arn, payload, mode) => {
      const record = store.function(parseFunctionArn(arn));
      const requestId = runtime.newRequestId();
      if (mode === 'sync') return invoke(runtime, record, payload, { requestId });
      asyncInvocations.accept(record, payload, requestId);
      return { requestId, payload: Buffer.alloc(0), contentType: 'application/octet-stream' };
    },
    functions: () =>
      [...store.functions.values()].map((record) => {
        const port = store.triggersOf(record).find((trigger) => trigger.port !== undefined)?.port;
        return { arn: functionArn(record, accountId), ...(port !== undefined && { url: listeners.urlOf(port) }) };
      }),
    pids: () => runtime.pids,
    inventory: () => store.inventory(),
    save: () => store.save() as unknown as Json,
    load: async (state) => {
      store.load(parseState(state));
      for (const trigger of [...store.triggers.values()]) await startTrigger(trigger, context);
      asyncInvocations.resume();
    },
    close: async () => {
      asyncInvocations.close();
      await Promise.all([listeners.closeAll(), runtime.close()]);
      schedule.close();
    },
  };
}
