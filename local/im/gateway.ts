/** The IM gateway: a WebSocket at `ws://<cloud endpoint>/im` for clients of the applications of the Live double. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../clock.ts';
import type { Live } from '../live/live.ts';
import { Schedule } from '../schedule.ts';
import { Audit } from './audit.ts';
import { Connection } from './connection.ts';
import type { ImContext } from './context.ts';
import { broadcast, deliverAppEvent, deliverGroupEvent } from './delivery.ts';
import { dispatch } from './dispatch.ts';
import { EventCallbacks } from './event-callbacks.ts';
import { Heartbeat } from './heartbeat.ts';
import { MemberNotices } from './member-notices.ts';
import { endSession } from './membership.ts';
import { CLOSE, ENDED, MAX_FRAME_BYTES, PATH, parseRequest, SUBPROTOCOL } from './protocol.ts';
import { Sessions } from './sessions.ts';

/** Close codes of a client that goes on purpose: normal, the page is left, none given (RFC 6455 §7.4.1). */
const GOODBYES = [1000, 1001, 1005];

export interface ImGatewayOptions {
  readonly clock: Clock;
  readonly live: Pick<Live, 'apps' | 'loginProblem'>;
  /** `http://host:port` of the cloud, known once it listens. */
  readonly endpoint: () => string;
  readonly log: (line: string) => void;
  /** For callbacks and audits; the global one when absent. */
  readonly fetch?: typeof fetch;
  readonly random?: (bytes: number) => Buffer;
}

export interface ImGateway {
  /** Takes the handshake of a client; false when it is for another path. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** `ws://host:port/im` */
  url(): string;
  /** Open connections, logged in or not. */
  connections(): number;
  /** Ends all connections. Close it before the server that owns the sockets. */
  close(): void;
}

export function createImGateway(options: ImGatewayOptions): ImGateway {
  const { clock, live, log, random = randomBytes } = options;
  const randomHex = (bytes: number): string => random(bytes).toString('hex');
  const schedule = new Schedule(clock);
  const sessions = new Sessions(clock);
  const callback = { clock, schedule, log, randomHex, fetch: options.fetch ?? fetch };
  const notices = new MemberNotices({
    clock,
    schedule,
    broadcast: (appId, group, text) => broadcast(sessions, appId, group, text),
  });
  const callbacks = new EventCallbacks(callback);
  const context: ImContext = {
    ...{ clock, live, sessions, notices, callbacks, randomHex },
    audit: new Audit(callback),
  };
  const connections = new Set<Connection>();
  const heartbeat = new Heartbeat(schedule, connections, context);
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    handleProtocols: () => SUBPROTOCOL,
  });
  const unsubscribe = [
    live.apps.subscribe((event) => deliverGroupEvent(event, context)),
    live.apps.subscribeApps((event) => deliverAppEvent(event, context)),
  ];
  let isClosed = false;

  const open = (webSocket: WebSocket): void => {
    const connection = new Connection(webSocket, clock, log);
    connections.add(connection);
    heartbeat.start();
    webSocket.on('message', (data, isBinary) => receive(connection, data, isBinary));
    webSocket.on('ping', () => connection.heard());
    webSocket.on('pong', () => connection.heard());
    // `ws` closes the connection itself; what was wrong is in the close code that the client gets.
    webSocket.on('error', (error) => log(`im: a connection failed: ${error.message}`));
    webSocket.on('close', (code) => {
      connections.delete(connection);
      const why = GOODBYES.includes(code) ? ENDED.logout : ENDED.lost;
      if (connection.session) endSession(connection.session, why, context);
    });
  };

  const receive = (connection: Connection, data: RawData, isBinary: boolean): void => {
    // What was on its way when the gateway said goodbye.
    if (!connection.isOpen) return;
    connection.heard();
    const request = isBinary ? undefined : parseRequest(data.toString());
    if (request) void dispatch(request, connection, context, log);
    else connection.close(CLOSE.malformed, 'a JSON object with id, method and params is expected');
  };

  return {
    upgrade(request, socket, head) {
      if (isClosed || request.url?.split('?', 1)[0] !== PATH) return false;
      const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
      if (!offered.includes(SUBPROTOCOL)) {
        refuse(socket, `the WebSocket subprotocol ${SUBPROTOCOL} is expected`);
        return true;
      }
      server.handleUpgrade(request, socket, head, open);
      return true;
    },
    url: () => `${options.endpoint().replace(/^http/, 'ws')}${PATH}`,
    connections: () => connections.size,
    close() {
      isClosed = true;
      for (const stop of unsubscribe) stop();
      callbacks.close();
      schedule.close();
      for (const connection of connections) {
        connection.close(CLOSE.goingAway, 'the local cloud stops');
        connection.terminate();
      }
    },
  };
}

function refuse(socket: Duplex, message: string): void {
  const headers = `content-type: text/plain\r\ncontent-length: ${Buffer.byteLength(message)}\r\nconnection: close`;
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 400 Bad Request\r\n${headers}\r\n\r\n${message}`, () => socket.destroy());
}
