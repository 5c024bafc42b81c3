import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startCommand } from '../../../local/fc/instance/start-command.ts';
import {
  allowedResponseHeaders,
  checkRequestSize,
  passedOnHeaders,
  platformHeaders,
} from '../../../local/fc/platform-headers.ts';
import { settingsOf } from '../../../local/fc/settings.ts';

describe('headers passed on to a function', () => {
  it.each([
    ['X-FC-Anything', false],
    ['x-fc-', false],
    ['Connection', false],
    ['Keep-Alive', false],
    ['Upgrade', false],
    ['Expect', false],
    ['x-fcx', true],
    ['Transfer-Encoding', true],
    ['Host', true],
    ['Authorization', true],
    ['x-live-env', true],
  ])('%s: %s', (name, passes) => {
    expect(passedOnHeaders([name, 'v'])).toEqual(passes ? [name, 'v'] : []);
  });

  it('keep their order, case and repetitions', () => {
    const header = fc.tuple(fc.constantFrom('A', 'a', 'B-c', 'Cookie'), fc.string());
    fc.assert(
      fc.property(fc.array(header), (headers) => {
        expect(passedOnHeaders(headers.flat())).toEqual(headers.flat());
      }),
    );
  });
});

describe('headers of a function’s answer', () => {
  it.each([
    ['X-Fc-Status', '200', false],
    ['Date', 'x', false],
    ['Server', 'x', false],
    ['Connection', 'close', false],
    ['Transfer-Encoding', 'chunked', false],
    ['Content-Disposition', ' Attachment; filename=a', false],
    ['Content-Disposition', 'inline', true],
    ['Content-Length', '1', true],
    ['Content-Type', 'text/html', true],
    ['Access-Control-Allow-Origin', '*', true],
  ])('%s: %s → %s', (name, value, passes) => {
    expect(allowedResponseHeaders([name, value])).toEqual(passes ? [name, value] : []);
  });
});

describe('size of a request', () => {
  const KB = 1024;
  it.each<[string, string[], string, number, boolean]>([
    ['headers of 8 KB', ['a', 'x'.repeat(8 * KB - 1)], '/', 0, true],
    ['headers of more', ['a', 'x'.repeat(8 * KB)], '/', 0, false],
    ['a path of 4 KB', [], '/'.repeat(4 * KB), 0, true],
    ['a path of more', [], '/'.repeat(4 * KB + 1), 0, false],
    ['a body of 32 MB', [], '/', 32 * KB * KB, true],
    ['a body of more', [], '/', 32 * KB * KB + 1, false],
  ])('%s', (_name, headers, target, length, allowed) => {
    const check = () => checkRequestSize(headers, target, length);
    if (allowed) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ code: 'InvalidArgument', status: 400 }));
  });
});

describe('headers of the platform', () => {
  it('leave out what there is not', () => {
    const settings = settingsOf({ runtime: 'custom', handler: 'h' });
    const name = { regionId: 'r', functionName: 'f' };
    const headers = platformHeaders({
      ...{ name, settings, accountId: '1', requestId: 'id', controlPath: '/invoke', credentials: undefined },
    });
    expect(headers).not.toContain('x-fc-service-name');
    expect(headers).not.toContain('x-fc-access-key-id');
    expect(headers.length % 2).toBe(0);
  });
});

describe('start command', () => {
  const NODE = process.execPath;
  it.each<[string[], string, string[]]>([
    [['/opt/nodejs22/bin/node', '/code/main.js', 'app-server'], NODE, ['/x/main.js', 'app-server']],
    [['/var/fc/lang/nodejs20/bin/node', '/code'], NODE, ['/x']],
    [['node', '--enable-source-maps', 'main.js'], NODE, ['--enable-source-maps', 'main.js']],
    [['/code/start.sh', '/codex/a', 'a/code/b'], '/x/start.sh', ['/codex/a', 'a/code/b']],
    [['python3', 'main.py'], 'python3', ['main.py']],
    [[], '/x/bootstrap', []],
  ])('%j', (command, file, args) => {
    expect(startCommand(command, '/x')).toEqual({ file, args });
  });

  it('refuses an empty program', () => {
    expect(() => startCommand([''], '/x')).toThrow('first element is empty');
  });
});

describe('settings of a function', () => {
  const input = { runtime: 'custom.debian11', handler: 'h' };

  it('have the platform’s defaults', () => {
    expect(settingsOf(input)).toEqual({
      ...{ handler: 'h', runtime: 'custom.debian11', memoryMb: 512, timeoutSeconds: 3, concurrency: 1 },
      ...{ environment: {}, command: [], initializerSeconds: undefined, preStopSeconds: undefined },
      ...{ roleArn: undefined, log: undefined },
    });
  });

  it('P10: take numbers as strings', () => {
    const given = { ...input, timeout: '60', memorySize: '1024', instanceConcurrency: '20' };
    expect(settingsOf(given)).toMatchObject({ timeoutSeconds: 60, memoryMb: 1024, concurrency: 20 });
  });

  it.each([
    [{ timeout: 'soon' }, 'timeout'],
    [{ timeout: '' }, 'timeout'],
    [{ memorySize: 64 }, 'memorySize'],
    [{ instanceConcurrency: 201 }, 'instanceConcurrency'],
    [{ handler: '' }, 'handler is required'],
    [{ runtime: 'customised' }, 'custom runtimes only'],
    [{ environmentVariables: { A: { b: 1 } } }, 'A: expected a string'],
    [{ environmentVariables: [] }, 'expected an object'],
    [{ customRuntimeConfig: { command: 'node' } }, 'expected a list'],
    [{ customRuntimeConfig: { command: [{}] } }, 'expected a list of strings'],
    [{ instanceLifecycleConfig: { initializer: { handler: 'i', timeout: 301 } } }, 'timeout'],
    [{ logConfig: { project: 'p', logstore: 'l', enableRequestMetrics: 'maybe' } }, 'expected true or false'],
  ])('refuse %j', (change, reason) => {
    expect(() => settingsOf({ ...input, ...change })).toThrow(reason);
  });

  it('count the environment in bytes', () => {
    const withValue = (value: string) => settingsOf({ ...input, environmentVariables: { A: value } });
    expect(withValue('直'.repeat(1365)).environment).toHaveProperty('A');
    expect(() => withValue('直'.repeat(1366))).toThrow('4099 bytes');
  });
});
