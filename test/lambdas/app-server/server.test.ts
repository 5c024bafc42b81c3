import { afterEach, describe, expect, it } from 'vitest';
import { ApiFailure, apiClient } from '../../../lambdas/api/client.ts';
import { type RunningServer, startAppServer } from '../../../lambdas/app-server/server.ts';
import { ENVIRONMENT } from './support/world.ts';

let server: RunningServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start(log: string[] = []): Promise<string> {
  server = await startAppServer({ ...ENVIRONMENT, FC_CUSTOM_LISTEN_PORT: '0' }, (line) => log.push(line));
  return `http://127.0.0.1:${server.port}`;
}

describe('the web function', () => {
  it('listens on the port of the platform and answers', async () => {
    const log: string[] = [];
    const origin = await start(log);
    expect(await apiClient({ origin }).call('health')).toEqual({ code: 200, status: 'ok', stage: 'test', failing: [] });
    expect(JSON.parse(String(log[0]))).toMatchObject({ event: 'listening', stage: 'test' });
  });

  it('W6: a stage where everybody may log in as anybody says so in its log, and no other does', async () => {
    const log: string[] = [];
    await start(log);
    const warning = /demo authentication: everybody may log in as anybody/;
    expect(log.find((line) => warning.test(line))).toContain('"level":"warn"');
    await server?.close();
    const other: string[] = [];
    server = await startAppServer(
      { ...ENVIRONMENT, LIVE_STACK_AUTH_MODE: 'password', FC_CUSTOM_LISTEN_PORT: '0' },
      (line) => other.push(line),
    );
    expect(other.join()).toContain('listening');
    expect(other.join()).not.toMatch(warning);
  });

  it('without a role it says that the deployment is not complete', async () => {
    const client = apiClient({ origin: await start() });
    await expect(client.call('ready')).rejects.toThrow(/not completely deployed: the role of the function/);
    await expect(client.call('ready')).rejects.toBeInstanceOf(ApiFailure);
  });

  it('reads a body over a real connection, also a chunked one', async () => {
    const origin = await start();
    const send = (body: RequestInit['body']) =>
      fetch(`${origin}/login`, { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect((await send('{"username":1}')).status).toBe(400);
    const chunks = new ReadableStream({
      start: (controller) => {
        controller.enqueue(Buffer.from('{"user'));
        controller.enqueue(Buffer.from('name":1}'));
        controller.close();
      },
    });
    const answer = await send(chunks);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('username: expected text');
    expect((await send('x'.repeat(100_000))).status).toBe(413);
  });

  it('A13: survives an unhandled rejection, which is logged without its secrets', async () => {
    const log: string[] = [];
    const origin = await start(log);
    // Not a real rejection: the test runner listens for those as well.
    const listener = process.listeners('unhandledRejection').at(-1) as (error: Error) => void;
    listener(new Error('lost: Authorization: Bearer abc.def.ghi'));
    const line = String(log.find((entry) => entry.includes('unhandled rejection')));
    expect(line).toContain('lost');
    expect(line).not.toContain('abc.def');
    expect((await fetch(`${origin}/health`)).status).toBe(200);
  });

  it('takes its listeners away when it closes, and a taken port is an error', async () => {
    const before = process.listenerCount('unhandledRejection');
    const origin = await start();
    const port = new URL(origin).port;
    await expect(startAppServer({ ...ENVIRONMENT, FC_CUSTOM_LISTEN_PORT: port }, () => undefined)).rejects.toThrow(
      /EADDRINUSE/,
    );
    await server?.close();
    expect(process.listenerCount('unhandledRejection')).toBe(before);
  });

  it('refuses a wrong environment before it listens', async () => {
    await expect(startAppServer({}, () => undefined)).rejects.toThrow(/LIVE_STACK_STAGE/);
  });
});
