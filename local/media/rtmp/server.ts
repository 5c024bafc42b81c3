/** Listens for RTMP connections and looks after their sockets. */
import { createServer, type Socket } from 'node:net';
import { type ListenOptions, listen } from '../../listen.ts';
import type { Schedule } from '../../schedule.ts';
import { UnsupportedCodecError } from '../flv/tag.ts';
import { RtmpConnection, type RtmpDoor, type Wire } from './connection.ts';
import { RtmpError } from './message.ts';

/** Time for the handshake and the commands up to `publish` or `play`. */
export const GREETING_MS = 10_000;
const MOST_CONNECTIONS = 200;

export interface RtmpServerOptions extends ListenOptions {
  readonly door: RtmpDoor;
  readonly schedule: Schedule;
  readonly random: (bytes: number) => Buffer;
  readonly log: (line: string) => void;
}

export interface RtmpServer {
  readonly port: number;
  close(): Promise<void>;
}

export async function openRtmpServer(options: RtmpServerOptions): Promise<RtmpServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, options);
  });
  server.maxConnections = MOST_CONNECTIONS;
  const port = await listen(server, options);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serve(socket: Socket, { door, schedule, random, log }: RtmpServerOptions): void {
  socket.setNoDelay(true);
  const connection = new RtmpConnection(wireOf(socket), door, random);
  const forget = schedule.after(GREETING_MS, () => {
    if (!connection.isBusy) socket.destroy();
  });
  socket.on('data', (bytes: Buffer) => {
    try {
      connection.push(bytes);
    } catch (error) {
      if (!(error instanceof RtmpError || error instanceof UnsupportedCodecError)) throw error;
      log(`media: ended an RTMP connection: ${error.message}`);
      connection.close();
      socket.destroy();
    }
  });
  // An error is followed by `close`, where everything ends.
  socket.on('error', (error) => log(`media: an RTMP connection broke: ${error.message}`));
  socket.on('close', () => {
    forget();
    connection.close();
  });
}

function wireOf(socket: Socket): Wire {
  return {
    write: (parts) => {
      if (!socket.writable) return;
      socket.cork();
      for (const part of parts) socket.write(part);
      socket.uncork();
    },
    waitingBytes: () => socket.writableLength,
    end: () => socket.end(() => socket.destroy()),
  };
}
