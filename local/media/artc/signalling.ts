/** The socket over which a publisher's browser learns what to mix, and tells that it does: `/session/{id}/signal`. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ChannelPush } from './channel-push.ts';

const MOST_MESSAGE_BYTES = 4 * 1024;
/** A browser that reads nothing more. */
const MOST_WAITING_BYTES = 64 * 1024;
const WRONG_MESSAGE = 1_008;
const GOING_AWAY = 1_001;

export interface Signalling {
  /** False when the handshake is not for it. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  close(): void;
}

export function createSignalling(find: (sessionId: string) => ChannelPush | undefined): Signalling {
  const server = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE_BYTES });
  return {
    upgrade(request, socket, head) {
      const [, id = ''] = /^\/session\/([0-9a-f]{32})\/signal(?:\?|$)/.exec(request.url ?? '') ?? [];
      const push = find(id);
      if (!push) return false;
      server.handleUpgrade(request, socket, head, (webSocket) => serve(webSocket, push));
      return true;
    },
    close() {
      for (const client of server.clients) client.close(GOING_AWAY);
      server.close();
    },
  };
}

function serve(webSocket: WebSocket, push: ChannelPush): void {
  const disconnect = push.connect((message) => {
    if (webSocket.bufferedAmount > MOST_WAITING_BYTES) webSocket.terminate();
    else webSocket.send(JSON.stringify(message));
  });
  webSocket.on('message', (data) => {
    const isMixing = mixingOf(String(data));
    if (isMixing === undefined) webSocket.close(WRONG_MESSAGE, '{"type":"mixing","on":true|false} is expected');
    else push.setMixing(isMixing);
  });
  // What is too long closes the socket by itself.
  webSocket.on('error', () => webSocket.terminate());
  webSocket.on('close', disconnect);
}

/** Undefined for any other message. */
function mixingOf(text: string): boolean | undefined {
  try {
    const { type, on } = (JSON.parse(text) ?? {}) as { readonly type?: unknown; readonly on?: unknown };
    return type === 'mixing' && typeof on === 'boolean' ? on : undefined;
  } catch {
    return undefined;
  }
}
