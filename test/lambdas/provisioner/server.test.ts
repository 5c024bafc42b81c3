import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { provisionerConfig } from '../../../lambdas/provisioner/config.ts';
import { defineResource } from '../../../lambdas/provisioner/resource.ts';
import { type RunningServer, startProvisioner } from '../../../lambdas/provisioner/server.ts';
import { openCloud } from './harness.ts';

const ENVIRONMENT = { LIVE_STACK_TABLESTORE_INSTANCE: 'stack-test', FC_REGION: 'cn-shanghai' };
/** Some cloud on this machine: the server must not be reachable from others then. */
const LOCAL = { ...ENVIRONMENT, FC_CUSTOM_LISTEN_PORT: '0', LIVE_STACK_CLOUD_ENDPOINT: 'http://127.0.0.1:1' };

describe('the environment of the provisioner', () => {
  it.each([
    ['names the port', '8080', 8080],
    ['names none', undefined, 9000],
    ['names no number', 'http', 9000],
    ['names none that there is', '65536', 9000],
    ['names a negative one', '-1', 9000],
    ['names the largest', '65535', 65535],
  ])('%s', (_case, FC_CUSTOM_LISTEN_PORT, port) => {
    expect(provisionerConfig({ ...ENVIRONMENT, FC_CUSTOM_LISTEN_PORT })).toEqual({
      instance: 'stack-test',
      region: 'cn-shanghai',
      port,
    });
  });

  it('is refused with the names of all that is missing or wrong', () => {
    const message =
      'Environment variables are missing or wrong: LIVE_STACK_TABLESTORE_INSTANCE, FC_REGION. The template of this stack sets them.';
    expect(() => provisionerConfig({ LIVE_STACK_TABLESTORE_INSTANCE: 'ab', FC_REGION: '' })).toThrow(message);
    expect(() => provisionerConfig({})).toThrow(message);
    expect(provisionerConfig({ LIVE_STACK_TABLESTORE_INSTANCE: 'abc', FC_REGION: 'x' })).toMatchObject({ region: 'x' });
  });
});

describe('the provisioner as a server', () => {
  let running: RunningServer | undefined;
  afterEach(async () => {
    await running?.close();
    running = undefined;
  });

  async function start(lines: string[] = []): Promise<string> {
    running = await startProvisioner(LOCAL, (line) => lines.push(line));
    return `http://127.0.0.1:${running.port}`;
  }

  it.each(['/initialize', '/pre-stop', '/initialize?x=1'])('answers %s', async (path) => {
    const answer = await fetch(`${await start()}${path}`, { method: 'POST', body: '{}' });
    expect([answer.status, answer.headers.get('content-type'), await answer.json()]).toEqual([
      200,
      'application/json',
      {},
    ]);
  });

  it.each([
    ['GET', '/invoke'],
    ['POST', '/'],
    ['POST', '/invoked'],
  ])('refuses %s %s and says what it takes', async (method, path) => {
    const answer = await fetch(`${await start()}${path}`, { method });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ error: 'expected POST /invoke with a custom resource request of ROS' });
  });

  it('knows every resource type of the stack', async () => {
    const lines: string[] = [];
    const origin = await start(lines);
    const answer = await fetch(`${origin}/invoke`, { method: 'POST', body: '{}' });
    expect(await answer.json()).toEqual({ status: 'answered' });
    expect(lines.at(0)).toBe('FC Invoke Start RequestId: unknown');
  });

  it('A13: logs a rejection that nobody handled by its name alone, and stays', async () => {
    const lines: string[] = [];
    const origin = await start(lines);
    // Only the server's own listener: the test runner has one as well.
    const listener = process.listeners('unhandledRejection').at(-1);
    listener?.(new TypeError('with a secret'), Promise.resolve());
    listener?.(undefined, Promise.resolve());
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { level: 'error', event: 'unhandled rejection', name: 'TypeError' },
      { level: 'error', event: 'unhandled rejection' },
    ]);
    expect((await fetch(`${origin}/initialize`, { method: 'POST' })).status).toBe(200);
  });

  it('leaves nothing behind when it is closed', async () => {
    const before = ['unhandledRejection', 'SIGTERM'].map((event) => process.listenerCount(event));
    const origin = await start();
    await running?.close();
    running = undefined;
    expect(['unhandledRejection', 'SIGTERM'].map((event) => process.listenerCount(event))).toEqual(before);
    await expect(fetch(`${origin}/initialize`)).rejects.toThrow();
  });

  it('does not start on a port that is taken', async () => {
    const port = String(new URL(await start()).port);
    await expect(startProvisioner({ ...LOCAL, FC_CUSTOM_LISTEN_PORT: port }, () => {})).rejects.toThrow(/EADDRINUSE/);
  });
});

describe('an event', () => {
  it('of a megabyte is taken, and one byte more is refused without a look at it', async () => {
    const cloud = await openCloud({ types: [] });
    const event = JSON.stringify({ ResponseURL: cloud.ros.url });
    expect((await cloud.invoke(event.padEnd(1_048_576))).status).toBe(200);
    expect(cloud.ros.attempts).toHaveLength(1);
    const refused = await cloud.invoke(event.padEnd(1_048_577));
    expect([refused.status, await refused.json()]).toEqual([500, { error: 'unexpected failure' }]);
    expect(cloud.lines.at(-1)).toBe('unexpected failure: Error');
    expect(cloud.ros.attempts).toHaveLength(1);
  });

  it('P8: has the time of the template when the platform does not say how much', async () => {
    const slow = defineResource({
      type: 'Custom::Slow',
      schema: z.object({}),
      immutable: [],
      physicalId: () => 'slow',
      apply: async (_properties, { waitUntil }) => {
        await waitUntil('a thing that never comes', async () => undefined);
        return {};
      },
      undo: {},
    });
    const cloud = await openCloud({ types: [slow] });
    const event = {
      RequestType: 'Create',
      RequestId: 'r',
      StackId: 's',
      LogicalResourceId: 'l',
      ResourceType: 'Custom::Slow',
      ResponseURL: cloud.ros.url,
    };
    await cloud.invoke(event, { 'x-fc-function-timeout': '' });
    expect(cloud.ros.answers.at(-1)?.Reason).toMatch(/^Waited 8(7\d|80) s for a thing that never comes/);
    await cloud.invoke(event, { 'x-fc-function-timeout': '600' });
    expect(cloud.ros.answers.at(-1)?.Reason).toMatch(/^Waited 5(7\d|80) s/);
  });
});
