/** A network that can be cut: HTTP and WebSockets through a proxy, WebRTC through relays for its packets. */
import { createSocket, type Socket as DatagramSocket, type RemoteInfo } from 'node:dgram';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Page } from 'playwright-core';

interface RelayPorts {
  /** Where the page sends. */
  readonly near: number;
  readonly far: number;
}

interface Relay {
  readonly near: DatagramSocket;
  /** By the page's address and port. */
  readonly far: Map<string, Promise<DatagramSocket>>;
  /** Port of the media server. */
  target: number | undefined;
}

export class Network {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #relays = new Map<number, Relay>();
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
    await page.exposeFunction('newRelay', () => this.#relay());
    await page.exposeFunction('aimRelay', (near: number, target: number) => this.#aim(near, target));
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
    for (const { near, far } of this.#relays.values()) {
      near.close();
      for (const socket of await Promise.all(far.values())) socket.close();
    }
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

  /**
   * Two ports back to back: what comes to the near one leaves by a far one, as behind a router: one for each of the page's
   * own ports. The server is shown the first.
   */
  async #relay(): Promise<RelayPorts> {
    const [near, shown] = [await bound(), await bound()];
    const relay: Relay = { near, far: new Map(), target: undefined };
    const spare = [shown];
    const farOf = async ({ port, address }: RemoteInfo): Promise<DatagramSocket> => {
      const far = spare.pop() ?? (await bound());
      far.on('message', (packet) => {
        if (!this.#isCut) near.send(packet, port, address);
      });
      return far;
    };
    near.on('message', (packet, from) => {
      const page = `${from.address}:${from.port}`;
      const far = relay.far.get(page) ?? farOf(from);
      relay.far.set(page, far);
      void far.then((socket) => {
        if (!this.#isCut && relay.target !== undefined) socket.send(packet, relay.target, '127.0.0.1');
      });
    });
    this.#relays.set(near.address().port, relay);
    return { near: near.address().port, far: shown.address().port };
  }

  #aim(near: number, target: number): void {
    const relay = this.#relays.get(near);
    if (relay) relay.target = target;
  }
}

async function bound(): Promise<DatagramSocket> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return socket;
}

/** In the page: each side knows of the other only the relay between them. */
function useRelays(): void {
  const { newRelay, aimRelay } = globalThis as unknown as {
    newRelay: () => Promise<RelayPorts>;
    aimRelay: (near: number, target: number) => Promise<void>;
  };
  const relays = new WeakMap<RTCPeerConnection, RelayPorts>();
  const { prototype } = RTCPeerConnection;
  const { createOffer, setRemoteDescription } = prototype;
  const lines = (sdp: string): string[] => sdp.split('\r\n');
  prototype.createOffer = async function (this: RTCPeerConnection): Promise<RTCSessionDescriptionInit> {
    relays.set(this, await newRelay());
    return Reflect.apply(createOffer, this, []);
  } as typeof createOffer;
  prototype.setRemoteDescription = async function (this: RTCPeerConnection, { type, sdp = '' }) {
    const near = relays.get(this)?.near ?? 0;
    const kept: string[] = [];
    for (const line of lines(sdp)) {
      const [, before, port, after] = /^(a=candidate:\S+ 1 udp \S+ )127\.0\.0\.1 (\d+)( .*)$/i.exec(line) ?? [];
      if (port !== undefined) {
        await aimRelay(near, Number(port));
        kept.push(`${before}127.0.0.1 ${near}${after}`);
      } else if (!line.startsWith('a=candidate:')) kept.push(line);
    }
    await setRemoteDescription.call(this, { type, sdp: kept.join('\r\n') });
  };
  const local = Object.getOwnPropertyDescriptor(prototype, 'localDescription');
  Object.defineProperty(prototype, 'localDescription', {
    get(this: RTCPeerConnection) {
      const description = local?.get?.call(this) as RTCSessionDescription | null;
      const far = relays.get(this)?.far ?? 0;
      const sdp = lines(description?.sdp ?? '')
        .filter((line) => !line.startsWith('a=candidate:'))
        .flatMap((line) =>
          line.startsWith('a=ice-ufrag:') ? [line, `a=candidate:1 1 udp 2113937151 127.0.0.1 ${far} typ host`] : [line],
        );
      return description && { type: description.type, sdp: sdp.join('\r\n') };
    },
  });
}
