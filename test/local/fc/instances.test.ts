import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from './eventually.ts';
import { isRunning } from './is-running.ts';
import {
  create,
  ECHO,
  fc3Properties,
  HELLO_ARN,
  type Kit,
  openKit,
  parse,
  program,
  resourceContext,
  serve,
  typeOf,
  zip,
} from './kit.ts';
import { rawRequest } from './raw-request.ts';

let kit: Kit;
beforeEach(async () => {
  kit = await openKit();
});
afterEach(() => kit.close());

const deploy = (code: string, more = {}) => create(kit.fc, 'ALIYUN::FC3::Function', fc3Properties(code, more));
const call = (payload = '') => kit.fc.invoke(HELLO_ARN, Buffer.from(payload), 'sync');

/** Holds each request until one comes to /release; answers its process id. */
const HOLD = program(
  `if (request.url === '/release') { for (const go of waiting.splice(0)) go(); response.end(); return; }
   console.log('holding'); waiting.push(() => response.end(String(process.pid)));`,
  'const waiting = [];',
);

describe('instances', () => {
  it('start with the first request, serve one after the other, and stop when idle', async () => {
    await deploy(ECHO);
    expect(kit.fc.pids()).toEqual([]);
    const first = parse((await call('one')).payload);
    const second = parse((await call('two')).payload);
    expect(first).toMatchObject({ method: 'POST', url: '/invoke', body: 'one' });
    expect(second).toMatchObject({ body: 'two', pid: first.pid });
    expect(kit.fc.pids()).toEqual([first.pid]);
    await kit.clock.advance(4 * 60_000);
    expect(kit.fc.pids()).toEqual([first.pid]);
    await kit.clock.advance(60_000);
    await eventually(() => isRunning(Number(first.pid))).toBe(false);
    expect(parse((await call()).payload).pid).not.toBe(first.pid);
  });

  it.each([
    ['share parallel requests up to their concurrency', 2, 2, 1],
    ['are added when all are full', 2, 3, 2],
    ['serve one request at a time when the concurrency is 1', 1, 3, 3],
  ])('%s', async (_name, concurrency, requests, instances) => {
    const url = await serve(kit.fc, HOLD, { InstanceConcurrency: concurrency });
    const answers = Promise.allSettled(Array.from({ length: requests }, () => rawRequest(url)));
    await kit.sls.until('holding', requests);
    expect(new Set(kit.fc.pids()).size).toBe(instances);
    await kit.fc.close();
    const results = await answers;
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(0);
  });

  it('run in the code folder with the platform’s environment and the function’s own, and nothing of this process', async () => {
    process.env.SECRET_OF_THE_PARENT = 'secret';
    await deploy(
      program('response.end(JSON.stringify({ cwd: process.cwd(), args: process.argv.slice(2), env: process.env }));'),
      {
        EnvironmentVariables: { STAGE: 'local', NUMBER: 5 },
        CustomRuntimeConfig: { Command: ['node', '/code/main.js'], Args: ['app-server', '/code', '/codes'] },
      },
    );
    const { cwd, args, env } = parse((await call()).payload) as {
      cwd: string;
      args: string[];
      env: Record<string, string>;
    };
    delete process.env.SECRET_OF_THE_PARENT;
    expect(cwd.startsWith(kit.directory)).toBe(true);
    expect(args).toEqual(['app-server', cwd, '/codes']);
    expect(env).toMatchObject({
      STAGE: 'local',
      NUMBER: '5',
      TZ: 'UTC',
      FC_FUNCTION_NAME: 'hello',
      FC_REGION: 'cn-shanghai',
      FC_ACCOUNT_ID: '1234567890123456',
      FC_FUNCTION_HANDLER: 'main.handler',
      FC_FUNCTION_MEMORY_SIZE: '512',
      FC_FUNC_CODE_PATH: cwd,
      FC_FUNCTION_VERSION: 'LATEST',
      FC_CUSTOM_LISTEN_PORT: expect.stringMatching(/^\d+$/),
      FC_INSTANCE_ID: expect.stringMatching(/^c-/),
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'STS.key1',
      ALIBABA_CLOUD_SECURITY_TOKEN: 'token1',
      LIVE_STACK_CLOUD_ENDPOINT: 'http://127.0.0.1:7300',
    });
    expect(
      Object.keys(env)
        .filter((name) => !/^(FC_|ALIBABA_CLOUD_)/.test(name))
        .sort(),
    ).toEqual(['HOME', 'LIVE_STACK_CLOUD_ENDPOINT', 'NUMBER', 'PATH', 'STAGE', 'TMPDIR', 'TZ']);
  });

  it('write what they print to the log store of the function, with the request where it is known', async () => {
    await deploy(
      program("console.log('out ' + request.headers['x-fc-request-id']); console.error('err'); response.end();"),
    );
    const { requestId } = await call();
    await Promise.all([kit.sls.until('out'), kit.sls.until('err')]);
    expect(kit.sls.entries).toContainEqual({
      project: 'logs',
      logstore: 'functions',
      timeMs: kit.clock.now(),
      contents: {
        functionName: 'hello',
        instanceID: expect.stringMatching(/^c-/),
        qualifier: 'LATEST',
        requestId,
        message: `out ${requestId}`,
      },
    });
    expect(kit.logged).toContain('hello: err');
  });

  it.each<[string, () => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('no such project');
      },
      'no such project',
    ],
    ['rejects', () => Promise.reject(new Error('no such project')), 'no such project'],
    ['answers false', () => false, 'there is no log store functions in project logs'],
  ])('go on when the log store %s, which is told once', async (_name, append, reason) => {
    const other = await openKit({ sls: { append } });
    const code = program("console.log('x'); console.log('y'); response.end('ok');");
    await create(other.fc, 'ALIYUN::FC3::Function', fc3Properties(code));
    expect((await other.fc.invoke(HELLO_ARN, Buffer.alloc(0), 'sync')).payload.toString()).toBe('ok');
    await eventually(() => other.logged).toContain('hello: y');
    expect(other.logged.filter((line) => line.includes(reason))).toHaveLength(1);
    await other.close();
  });
});

describe('life cycle', () => {
  const HOOKS = { Initializer: { Handler: 'i', Timeout: 20 }, PreStop: { Handler: 'p', Timeout: 20 } };
  const RECORDING = program(
    "seen.push(request.method + ' ' + request.url); console.log(request.url); response.end(JSON.stringify(seen));",
    'const seen = [];',
  );

  it('runs /initialize before the first request and /pre-stop before an idle instance is stopped', async () => {
    await deploy(RECORDING, { InstanceLifecycleConfig: HOOKS });
    expect(JSON.parse((await call()).payload.toString())).toEqual(['POST /initialize', 'POST /invoke']);
    await kit.clock.advance(5 * 60_000);
    await kit.sls.until('/pre-stop');
    await eventually(() => kit.fc.pids()).toEqual([]);
  });

  it('calls neither when they are not configured', async () => {
    await deploy(RECORDING);
    expect(JSON.parse((await call()).payload.toString())).toEqual(['POST /invoke']);
  });

  it('answers 200 with X-Fc-Error-Type InitializationError when /initialize fails', async () => {
    const url = await serve(kit.fc, program('response.statusCode = 500; response.end();'), {
      InstanceLifecycleConfig: HOOKS,
    });
    const { status, message, body } = await rawRequest(url);
    expect([status, message.headers['x-fc-error-type']]).toEqual([200, 'InitializationError']);
    expect(parse(body).Message).toContain('/initialize answered 500');
    await eventually(() => kit.fc.pids()).toEqual([]);
  });

  it('runs new code after an update, while a request under way ends on the old code', async () => {
    const url = await serve(kit.fc, HOLD);
    const [old] = [rawRequest(url)];
    await kit.sls.until('holding');
    const [oldPid = 0] = kit.fc.pids();
    const properties = fc3Properties(ECHO);
    await typeOf(kit.fc, 'ALIYUN::FC3::Function').update('hello', properties, properties, resourceContext());
    const now = parse((await rawRequest(url, { path: '/new' })).body);
    expect(now).toMatchObject({ url: '/new' });
    expect(now.pid).not.toBe(oldPid);
    expect(isRunning(oldPid)).toBe(true);
    process.kill(oldPid, 'SIGKILL');
    expect((await old)?.status).toBe(502);
    await eventually(async () => (await readdir(kit.directory)).length).toBe(1);
  });
});

describe('failures of a function', () => {
  it('a crash fails the request with 502, and the next request gets a new instance', async () => {
    const url = await serve(
      kit.fc,
      program("if (request.url === '/crash') process.exit(7); response.end(String(process.pid));"),
    );
    const before = (await rawRequest(url)).body;
    const { status, message, body } = await rawRequest(url, { path: '/crash' });
    expect([status, message.headers['x-fc-error-type']]).toEqual([502, 'UnhandledInvocationError']);
    expect(parse(body).Message).toContain('exit code 7');
    const after = await rawRequest(url);
    expect([after.status, after.body !== before]).toEqual([200, true]);
  });

  it('credentials that can no longer be had fail the request, and the instance stays usable', async () => {
    const url = await serve(kit.fc, ECHO);
    expect((await rawRequest(url)).status).toBe(200);
    const pids = kit.fc.pids();
    const assumeRole = kit.identities.assumeRole.bind(kit.identities);
    kit.identities.assumed.length = 0;
    kit.identities.assumeRole = () => {
      throw new Error('the role is gone');
    };
    expect((await rawRequest(url)).status).toBe(403);
    expect((await kit.fc.invoke(HELLO_ARN, Buffer.alloc(0), 'sync')).error).toMatchObject({ code: 'AccessDenied' });
    kit.identities.assumeRole = assumeRole;
    expect((await rawRequest(url)).status).toBe(200);
    expect(kit.fc.pids()).toEqual(pids);
  });

  it('stand in the log of the function', async () => {
    await deploy(program('process.exit(9)'));
    const { requestId } = await call();
    await kit.sls.until('exit code 9');
    expect(kit.sls.entries.at(-1)?.contents).toMatchObject({ requestId, functionName: 'hello' });
  });

  it('a client that goes away leaves the instance to others', async () => {
    const url = await serve(kit.fc, HOLD);
    const gone = new AbortController();
    const answer = fetch(url, { signal: gone.signal });
    await kit.sls.until('holding');
    const pids = kit.fc.pids();
    gone.abort();
    await expect(answer).rejects.toThrow();
    expect((await rawRequest(url, { path: '/release' })).status).toBe(200);
    expect(kit.fc.pids()).toEqual(pids);
  });

  it('an answer that breaks off breaks the client’s connection', async () => {
    const url = await serve(
      kit.fc,
      program("response.setHeader('content-length', 100); response.write('half', () => process.exit(1));"),
    );
    await expect(rawRequest(url)).rejects.toThrow('aborted');
  });

  it('a request that takes longer than the time-out fails with 502, and its instance is replaced', async () => {
    const url = await serve(kit.fc, HOLD, { Timeout: 60 });
    const answer = rawRequest(url);
    await kit.sls.until('holding');
    const [pid = 0] = kit.fc.pids();
    await kit.clock.advance(59_000);
    expect(isRunning(pid)).toBe(true);
    await kit.clock.advance(1_000);
    const { status, body } = await answer;
    expect(status).toBe(502);
    expect(parse(body).Message).toBe('Function timed out after 60 seconds');
    await eventually(() => isRunning(pid)).toBe(false);
  });

  it.each([
    ['a file that is missing', ['/code/missing'], 'CAFileNotFound', '/code/missing'],
    ['a program that is missing', ['no-such-program'], 'CAFileNotFound', 'no-such-program'],
    ['a program that ends at once', ['node', '/code/main.js'], 'CAExited', 'exit code 3'],
    ['no bootstrap', [], 'CAFileNotFound', '/code/bootstrap'],
  ])('%s is told with what was printed (%s)', async (_name, command, code, text) => {
    const config = command.length > 0 ? { CustomRuntimeConfig: { Command: command } } : { CustomRuntimeConfig: {} };
    await deploy("console.error('sad'); process.exit(3);", config);
    const { error } = await call();
    expect(error).toMatchObject({ code, status: 412, message: expect.stringContaining(text) });
    await eventually(() => kit.fc.pids()).toEqual([]);
  });

  it('a program that does not listen within 120 seconds is stopped', async () => {
    await deploy("console.log('started'); setInterval(() => {}, 1000);");
    const result = call();
    await kit.sls.until('started');
    await kit.clock.advance(121_000);
    expect((await result).error?.message).toContain('FC_CUSTOM_LISTEN_PORT within 120 seconds');
    await eventually(() => kit.fc.pids()).toEqual([]);
  });

  it('a status that is not 2xx, or x-fc-status 404, is a failure of an invocation', async () => {
    await deploy(
      program(
        "if (body.length) response.setHeader('x-fc-status', '404'); else response.statusCode = 500; response.end('why');",
      ),
    );
    for (const payload of ['', 'x']) {
      const { error } = await call(payload);
      expect(error).toMatchObject({ type: 'UnhandledInvocationError', message: 'why' });
    }
  });
});

describe('closing', () => {
  it('ends all processes, also stubborn ones and what they started, and removes the code', async () => {
    const stubborn = program(
      'response.end(String(child.pid));',
      `process.on('SIGTERM', () => {});
       const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });`,
    );
    await deploy(stubborn);
    const grandchild = Number((await call()).payload.toString());
    const [pid = 0] = kit.fc.pids();
    expect([isRunning(pid), isRunning(grandchild)]).toEqual([true, true]);
    await kit.fc.close();
    expect(isRunning(pid)).toBe(false);
    await eventually(() => isRunning(grandchild)).toBe(false);
    expect(await readdir(kit.directory)).toEqual([]);
  });

  it('a function that is deleted is stopped and its code removed', async () => {
    await deploy(ECHO);
    await call();
    await typeOf(kit.fc, 'ALIYUN::FC3::Function').delete('hello', fc3Properties(ECHO), resourceContext());
    await eventually(() => kit.fc.pids()).toEqual([]);
    await eventually(() => readdir(kit.directory)).toEqual([]);
    await expect(call()).rejects.toThrow("function 'hello' does not exist");
  });

  it('a start under way is stopped too', async () => {
    await deploy('setInterval(() => {}, 1000);', { Code: { ZipFile: zip('setInterval(() => {}, 1000);') } });
    const result = call();
    await kit.fc.close();
    expect((await result).error).toBeDefined();
    expect(await readdir(kit.directory)).toEqual([]);
  });
});
