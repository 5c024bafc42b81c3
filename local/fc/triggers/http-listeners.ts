/** The listeners of HTTP triggers: one HTTP server with a port of its own for each, which is its public URL. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { listen, PortTakenError } from '../../listen.ts';
import { type TriggerRecord, triggerKey } from '../records.ts';

export type Serve = (trigger: string, request: IncomingMessage, response: ServerResponse) => void;

export interface HttpListenersOptions {
  readonly host: string;
  /** Port of the first trigger, the next free one when it is taken; 0: any. */
  readonly firstPort: number;
  /** Ports that are never taken as the next free one. */
  readonly reservedPorts: readonly number[];
  /** Must not throw. `trigger` is the key of the trigger's record. */
  readonly serve: Serve;
}

/** Longer header blocks do not reach the check that answers 400. */
const LONGEST_HEADERS_BYTES = 64 * 1024;

export class HttpListeners {
  readonly #options: HttpListenersOptions;
  readonly #servers = new Map<string, Server>();

  constructor(options: HttpListenersOptions) {
    this.#options = options;
  }

  urlOf(port: number): string {
    const { host } = this.#options;
    return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  }

  /** Listens for a trigger, on the port it had before when that is free, and answers the port. */
  async open(trigger: TriggerRecord): Promise<number> {
    const key = triggerKey(trigger);
    const server = createServer({ maxHeaderSize: LONGEST_HEADERS_BYTES }, (request, response) =>
      this.#options.serve(key, request, response),
    );
    // A function may take a day to read a request.
    server.requestTimeout = 0;
    const port = await this.#bind(server, trigger.port);
    this.#servers.set(key, server);
    return port;
  }

  async close(trigger: TriggerRecord): Promise<void> {
    const key = triggerKey(trigger);
    const server = this.#servers.get(key);
    this.#servers.delete(key);
    if (server) await closeServer(server);
  }

  async closeAll(): Promise<void> {
    const servers = [...this.#servers.values()];
    this.#servers.clear();
    await Promise.all(servers.map(closeServer));
  }

  async #bind(server: Server, earlierPort: number | undefined): Promise<number> {
    const { host, firstPort, reservedPorts: reserved } = this.#options;
    if (earlierPort !== undefined) {
      try {
        return await listen(server, { host, port: earlierPort, exact: true });
      } catch (error) {
        if (!(error instanceof PortTakenError)) throw error;
      }
    }
    return listen(server, { host, port: firstPort, exact: false, reserved });
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
