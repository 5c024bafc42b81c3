import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from './eventually.ts';
import { create, ECHO, fc3Properties, HELLO_ARN, type Kit, openKit, program, resourceContext, typeOf } from './kit.ts';

let kit: Kit;
beforeEach(async () => {
  kit = await openKit();
});
afterEach(() => kit.close());

/** Fails until it has been called `failures` times; what it is called with goes to the log. */
const failing = (failures: number) =>
  program(
    `calls += 1; console.log('call ' + calls + ' ' + body + ' ' + request.headers['x-fc-request-id']);
     response.statusCode = calls <= ${failures} ? 500 : 200; response.end('answer ' + calls);`,
    'let calls = 0;',
  );
const deploy = (code: string) => create(kit.fc, 'ALIYUN::FC3::Function', fc3Properties(code));
const accept = (payload: string | Buffer) => kit.fc.invoke(HELLO_ARN, Buffer.from(payload), 'async');
const configure = (more: Record<string, number>) =>
  create(kit.fc, 'ALIYUN::FC3::AsyncInvokeConfig', { FunctionName: 'hello', ...more });
const calls = () => kit.sls.messages().filter((message) => message.startsWith('call '));
const pending = () => (kit.fc.save() as { pending: { attempts: number }[] }).pending;
const untilAttempts = (attempts: number) =>
  eventually(() => pending().map((each) => each.attempts)).toEqual([attempts]);

describe('asynchronous invocation', () => {
  it('is accepted at once and executed with the payload and the same request id', async () => {
    await deploy(failing(0));
    const { requestId, payload } = await accept('{"a":1}');
    expect(payload.length).toBe(0);
    await kit.sls.until('call 1');
    expect(calls()).toEqual([`call 1 {"a":1} ${requestId}`]);
    await eventually(pending).toEqual([]);
  });

  it('is retried three times with growing pauses when nothing else is configured, then given up', async () => {
    await deploy(failing(99));
    await accept('x');
    for (const [attempts, pauseMs] of [
      [1, 500],
      [2, 1_000],
      [3, 2_000],
    ] as const) {
      await untilAttempts(attempts);
      await kit.clock.advance(pauseMs - 1);
      expect(calls()).toHaveLength(attempts);
      await kit.clock.advance(1);
    }
    await eventually(pending).toEqual([]);
    await kit.sls.until('call 4');
    expect(kit.logged.join('\n')).toMatch(/given up: 4 executions failed, last: answer 4/);
  });

  it('ends with the first execution that succeeds', async () => {
    await deploy(failing(1));
    await accept('x');
    await untilAttempts(1);
    await kit.clock.advance(500);
    await eventually(pending).toEqual([]);
    expect(calls()).toHaveLength(2);
  });

  it('is retried as often as configured', async () => {
    await deploy(failing(99));
    await configure({ MaxAsyncRetryAttempts: 0 });
    await accept('x');
    await eventually(() => kit.logged.join('\n')).toContain('given up: 1 executions failed');
    expect(pending()).toEqual([]);
  });

  it('is retried as long as configured', async () => {
    await deploy(failing(99));
    await configure({ MaxAsyncRetryAttempts: 8, MaxAsyncEventAgeInSeconds: 1 });
    await accept('x');
    await untilAttempts(1);
    await kit.clock.advance(500);
    await eventually(() => kit.logged.join('\n')).toContain('given up: older than 1 seconds');
    expect(calls()).toHaveLength(2);
  });

  it('retries a function that cannot be started', async () => {
    await deploy('process.exit(1)');
    await accept('x');
    await untilAttempts(1);
  });

  it('takes 128 KB and no more', async () => {
    await deploy(program('console.log("size " + body.length); response.end();'));
    await accept(Buffer.alloc(128 * 1024));
    await kit.sls.until('size 131072');
    await expect(accept(Buffer.alloc(128 * 1024 + 1))).rejects.toMatchObject({ code: 'EntityTooLarge', status: 400 });
  });

  it('goes on after a restart', async () => {
    await deploy(failing(0));
    const saved = kit.fc.save() as Record<string, unknown>;
    const waiting = {
      regionId: 'cn-shanghai',
      functionName: 'hello',
      requestId: '1-x',
      payload: Buffer.from('kept').toString('base64'),
      acceptedAtMs: kit.clock.now(),
      attempts: 1,
    };
    await kit.fc.close();
    await kit.again().load(JSON.parse(JSON.stringify({ ...saved, pending: [waiting] })));
    await kit.clock.advance(500);
    await kit.sls.until('call 1 kept 1-x');
  });

  it.each([
    ['a function that does not exist', `${HELLO_ARN}x`, 'FunctionNotFound'],
    ['another version', `${HELLO_ARN}/2`, 'VersionNotFound'],
    ['what is no function', 'acs:mns:cn-shanghai:1:queues/q', 'InvalidArgument'],
  ])('is refused for %s', async (_name, arn, code) => {
    await deploy(ECHO);
    await expect(kit.fc.invoke(arn, Buffer.alloc(0), 'async')).rejects.toMatchObject({ code });
  });
});

describe('ALIYUN::FC3::AsyncInvokeConfig', () => {
  const type = () => typeOf(kit.fc, 'ALIYUN::FC3::AsyncInvokeConfig');
  const inventory = () => (kit.fc.inventory() as { asyncConfigs: unknown }).asyncConfigs;

  it('is created once, updated and deleted', async () => {
    await deploy(ECHO);
    await configure({ MaxAsyncRetryAttempts: 1 });
    await expect(configure({})).rejects.toThrow('already exists');
    await type().update('hello', { FunctionName: 'hello', MaxAsyncRetryAttempts: '2' }, {}, resourceContext());
    expect(inventory()).toEqual([{ name: 'cn-shanghai//hello', attempts: 2, maxAgeSeconds: 86_400 }]);
    await type().delete('hello', {}, resourceContext());
    await type().delete('hello', {}, resourceContext());
    expect(inventory()).toEqual([]);
  });

  it.each([
    ['destinations', { DestinationConfig: { OnFailure: { Destination: 'acs:mns:x' } } }],
    ['tasks', { AsyncTask: true }],
    ['a function that does not exist', { FunctionName: 'other' }],
    ['nine retries', { MaxAsyncRetryAttempts: 9 }],
  ])('refuses %s', async (_name, properties) => {
    await deploy(ECHO);
    await expect(
      create(kit.fc, 'ALIYUN::FC3::AsyncInvokeConfig', { FunctionName: 'hello', ...properties }),
    ).rejects.toThrow();
    expect(inventory()).toEqual([]);
  });
});
