/** A function's own loopback port: finding a free one, and waiting until the function listens on it. */
import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { listen } from '../../listen.ts';

const HOST = '127.0.0.1';
/** Real time between two tries: it is about an operating-system process. */
const RETRY_MS = 5;
const RETRY_LATER_MS = 50;
const QUICK_TRIES = 100;

/**
 * Below the ports that systems give to outgoing connections (from 32768 on Linux, 49152 elsewhere). One of those could be
 * taken before the function binds it; and who connects to one on which nobody listens may be connected to himself.
 */
const FIRST_PORT = 20_000;
const PORTS = 12_000;

export async function freePort(): Promise<number> {
  const server = createServer();
  // From a random place on: functions of several clouds start at the same time.
  const port = await listen(server, { host: HOST, port: FIRST_PORT + randomInt(PORTS), exact: false });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves with true when something accepts connections on the port, with false when `given up` says so. */
export async function untilListening(port: number, givenUp: () => boolean): Promise<boolean> {
  for (let tries = 0; !givenUp(); tries += 1) {
    if (await accepts(port)) return !givenUp();
    await new Promise((resolve) => setTimeout(resolve, tries < QUICK_TRIES ? RETRY_MS : RETRY_LATER_MS));
  }
  return false;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: HOST, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
