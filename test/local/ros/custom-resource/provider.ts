/** A function that provides custom resources, as tests want it to behave: it answers over real HTTP. */

import { systemClock } from '../../../../local/clock.ts';
import { Faults } from '../../../../local/faults.ts';
import { type Gateway, openGateway } from '../../../../local/gateway.ts';
import type { Json } from '../../../../local/product.ts';
import type { CustomResourceEvent } from '../../../../local/ros/custom-resource/event.ts';
import { type Harness, harness } from '../harness.ts';
import type { TestClock } from '../test-clock.ts';

export const TOKEN = 'acs:fc:cn-shanghai:1234567890123456:functions/provisioner';

export type Answer = { [key: string]: Json | undefined };
export type Behaviour = (event: CustomResourceEvent) => Answer | undefined;

export interface Provider extends Harness {
  readonly requests: CustomResourceEvent[];
  /** What the provider got back for its responses: HTTP status and body. */
  reply(index: number): Promise<{ status: number; body: { [key: string]: Json } } | undefined>;
  behave(behaviour: Behaviour): void;
  post(url: string, body: string, headers?: Record<string, string>): Promise<number>;
  close(): Promise<void>;
}

/** The usual response; `undefined` from the behaviour means silence. */
export function success(event: CustomResourceEvent, others: Answer = {}): Answer {
  return {
    Status: 'SUCCESS',
    PhysicalResourceId: event.PhysicalResourceId ?? `made-${event.LogicalResourceId}`,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    ...others,
  };
}

export async function startProvider(clock?: TestClock): Promise<Provider> {
  let behaviour: Behaviour = (event) => success(event);
  let gateway: Gateway | undefined;
  const events: CustomResourceEvent[] = [];
  const replies: Promise<{ status: number; body: { [key: string]: Json } }>[] = [];
  const send = async (
    url: string,
    body: string,
    headers: Record<string, string> = { 'content-type': 'application/json' },
  ) => {
    const response = await fetch(url, { method: 'POST', headers, body });
    return { status: response.status, body: (await response.json()) as { [key: string]: Json } };
  };
  const post: Provider['post'] = async (...request) => {
    const reply = send(...request);
    replies.push(reply);
    return (await reply).status;
  };
  const inner = harness({
    ...(clock ? { clock } : { clock: systemClock }),
    endpoint: () => gateway?.endpoint ?? '',
    invoke: async (serviceToken, payload) => {
      if (serviceToken.endsWith('missing')) throw new Error('FunctionNotFound');
      const event = JSON.parse(payload.toString('utf8')) as CustomResourceEvent;
      events.push(event);
      const answer = behaviour(event);
      if (answer) await post(event.ResponseURL, JSON.stringify(answer));
    },
  });
  gateway = await openGateway({
    host: '127.0.0.1',
    port: 0,
    exact: true,
    clock: systemClock,
    faults: new Faults(),
    route: (request) => inner.ros.route(request),
  });
  const opened = gateway;
  return {
    ...inner,
    requests: events,
    reply: async (index) => replies[index],
    post,
    behave: (next) => {
      behaviour = next;
    },
    close: async () => {
      await inner.ros.close();
      await opened.close();
    },
  };
}

export function custom(
  parameters: { [key: string]: Json },
  others: { [key: string]: Json } = {},
): { [key: string]: Json } {
  return {
    Type: 'Custom::Domain',
    Properties: { ServiceToken: TOKEN, Timeout: 60, Parameters: parameters, ...others },
  };
}
