/** Binds a server to a port: exactly the one asked for, or the next free one after it. */
import type { AddressInfo, Server } from 'node:net';

const ATTEMPTS = 100;

export interface ListenOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** True: fail when the port is taken. False: try the ports after it. */
  readonly exact: boolean;
  /** Ports that are not tried, because they belong to somebody who may come later. */
  readonly reserved?: readonly number[];
}

export class PortTakenError extends Error {
  readonly port: number;
  constructor(port: number, host: string) {
    super(`port ${port} on ${host} is already in use: stop the program that holds it, or choose another port`);
    this.name = 'PortTakenError';
    this.port = port;
  }
}

/** Resolves with the port that the server listens on. */
export async function listen(server: Server, { host, port, exact, reserved = [] }: ListenOptions): Promise<number> {
  const last = exact || port === 0 ? port : Math.min(port + ATTEMPTS, 65_535);
  for (let candidate = port; candidate <= last; candidate += 1) {
    if (!exact && reserved.includes(candidate)) continue;
    if (await bind(server, host, candidate)) return (server.address() as AddressInfo).port;
  }
  throw new PortTakenError(port, host);
}

/** False when the port is taken; any other failure is thrown. */
function bind(server: Server, host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      server.off('listening', onListening);
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    const onListening = (): void => {
      server.off('error', onError);
      resolve(true);
    };
    server.once('error', onError);
    server.once('listening', onListening);
    server.listen(port, host);
  });
}
