/** A network that can be cut: HTTP and WebSockets through a proxy, WebRTC through relays for its packets. */
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Page } from 'playwright-core';

export class Network {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #relays: DatagramSocket[] = [];
  #isCut = false;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => this.#hold(socket));
    server.on('request', (incoming, outgoing) => {
      const onward = httpRequest(
        String(incoming.url),
        { method: incoming.method, headers: incoming.headers },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        },
      );
      onward.on('error', () => outgoing.destroy());
      outgoing.on('close', () => onward.destroy());
      incoming.pipe(onward);
    });
    server.on('connect', ({ url = '' }, socket: Socket) => {
      const [host = '', port = ''] = url.split(':');
      const onward = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      this.#hold(onward);
      onward.on('close', () => socket.destroy());
      socket.on('close', () => onward.destroy());
    });
  }

  static async open(): Promise<Network> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Network(server);
  }

  /** For `newContext`: loopback too goes through the proxy. */
  get proxy() {
    return { server: `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`, bypass: '<-loopback>' };
  }

  /** Sends what the page sends by WebRTC through relays. Before the page is opened. */
  async attach(page: Page): Promise<void> {
    await page.exposeFunction('relayTo', (port: number) => this.#relay(port));
    await page.addInitScript(useRelays);
  }

  /** From now on nothing goes through, in either direction. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    for (const relay of this.#relays) relay.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #hold(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    if (this.#isCut) {
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
  }

  /** A port whose packets go on to the one given, and back to whoever sent the last one. */
  async #relay(target: number): Promise<number> {
    const [near, far] = [createSocket('udp4'), createSocket('udp4')];
    this.#relays.push(near, far);
    let from: number | undefined;
    near.on('message', (packet, { port }) => {
      from = port;
      if (!this.#isCut) far.send(packet, target, '127.0.0.1');
    });
    far.on('message', (packet) => {
      if (!this.#isCut && from !== undefined) near.send(packet, from, '127.0.0.1');
    });
    await Promise.all([near, far].map((each) => new Promise<void>((resolve) => each.bind(0, '127.0.0.1', resolve))));
    return near.address().port;
  }
}

/** In the page: each side knows of the other only the relay between them. */
function useRelays(): void {
  const { relayTo } = globalThis as unknown as { relayTo: (port: number) => Promise<number> };
  const { prototype } = RTCPeerConnection;
  const { setRemoteDescription } = prototype;
  prototype.setRemoteDescription = async function (this: RTCPeerConnection, description) {
    const kept: string[] = [];
    for (const line of description.sdp?.split('\r\n') ?? []) {
      const [, before, port, after] = /^(a=candidate:\S+ 1 udp \S+ )127\.0\.0\.1 (\d+)( .*)$/i.exec(line) ?? [];
      if (port !== undefined) kept.push(`${before}127.0.0.1 ${await relayTo(Number(port))}${after}`);
      else if (!line.startsWith('a=candidate:')) kept.push(line);
    }
    await setRemoteDescription.call(this, { type: description.type, sdp: kept.join('\r\n') });
  };
  const local = Object.getOwnPropertyDescriptor(prototype, 'localDescription');
  Object.defineProperty(prototype, 'localDescription', {
    get(this: RTCPeerConnection) {
      const description = local?.get?.call(this) as RTCSessionDescription | null;
      const lines = description?.sdp.split('\r\n').filter((line) => !line.startsWith('a=candidate:'));
      return description && { type: description.type, sdp: lines?.join('\r\n') };
    },
  });
}
