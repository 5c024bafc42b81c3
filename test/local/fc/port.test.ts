import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort, untilListening } from '../../../local/fc/instance/port.ts';
import { listen } from '../../../local/listen.ts';

describe('the port of a function', () => {
  it('is free, and none that the system gives to outgoing connections', async () => {
    for (let times = 0; times < 20; times += 1) {
      const port = await freePort();
      expect(port).toBeGreaterThanOrEqual(20_000);
      expect(port).toBeLessThan(32_768);
      const server = createServer();
      expect(await listen(server, { host: '127.0.0.1', port, exact: true })).toBe(port);
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('counts as listened on only when somebody does', async () => {
    const port = await freePort();
    let looks = 0;
    expect(await untilListening(port, () => ++looks > 200)).toBe(false);
    const server = createServer();
    await listen(server, { host: '127.0.0.1', port, exact: true });
    expect(await untilListening(port, () => false)).toBe(true);
    await new Promise((resolve) => server.close(resolve));
  });
});
