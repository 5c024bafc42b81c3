/** An RTMP publisher as small as the demo needs it: it sends, and hears whether it may (RTMP 1.0; AMF0). */
import { connect, type Socket } from 'node:net';

export interface RtmpPublisher {
  /** @param timeMs since the first message */
  send(type: 8 | 9, timeMs: number, body: Buffer): void;
  /** Resolves when the server, or this side, has ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

const HANDSHAKE = 1_536;
const OUT_CHUNK = 60_000;
const STREAM_ID = 1;
const TIMEOUT_MS = 10_000;

/**
 * @param url `rtmp://host:port/app/stream?auth_key=…`
 * @throws Error with the code of the server when it refuses
 */
export async function publishRtmp(url: string): Promise<RtmpPublisher> {
  const { hostname, port, pathname, search } = new URL(url.replace(/^rtmp:/, 'http:'));
  const [, app = '', stream = ''] = pathname.split('/');
  const socket = connect({ host: hostname, port: Number(port || 1_935) });
  const ended = new Promise<void>((resolve) => {
    socket.on('close', () => resolve());
  });
  socket.on('error', () => socket.destroy());
  try {
    const answers = listen(socket);
    socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(HANDSHAKE)]));
    socket.write(await answers.greeting);
    message(socket, 2, 1, 0, uint32(OUT_CHUNK), 0);
    const command = (...parts: readonly Buffer[]): void => message(socket, 3, 20, 0, Buffer.concat(parts), 0);
    const tcUrl = `rtmp://${hostname}:${port}/${app}`;
    command(text('connect'), number(1), object({ app, type: 'nonprivate', tcUrl }));
    await answers.code(/NetConnection\.Connect\.\w+/, 'NetConnection.Connect.Success');
    command(text('createStream'), number(2), NULL);
    message(
      socket,
      3,
      20,
      0,
      Buffer.concat([text('publish'), number(3), NULL, text(stream + search), text('live')]),
      1,
    );
    await answers.code(/NetStream\.Publish\.\w+/, 'NetStream.Publish.Start');
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return {
    ended,
    send: (type, timeMs, body) => message(socket, type === 8 ? 4 : 6, type, timeMs, body, STREAM_ID),
    close: () => socket.end(),
  };
}

/** Answers are looked for by their codes: what else the server says does not matter to somebody who only sends. */
function listen(socket: Socket) {
  let heard = Buffer.alloc(0);
  let wake = (): void => undefined;
  let isOver = false;
  socket.on('data', (bytes: Buffer) => {
    heard = Buffer.concat([heard, bytes]);
    wake();
  });
  socket.on('close', () => {
    isOver = true;
    wake();
  });
  const wait = async <T>(look: () => T | undefined): Promise<T> => {
    const end = setTimeout(() => socket.destroy(), TIMEOUT_MS);
    try {
      for (;;) {
        const found = look();
        if (found !== undefined) return found;
        if (isOver) throw new Error('the media server ended the connection');
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      clearTimeout(end);
    }
  };
  const size = 1 + 2 * HANDSHAKE;
  return {
    /** What has to be sent back. */
    greeting: wait(() => {
      if (heard.length < size) return undefined;
      const answer = heard.subarray(1, 1 + HANDSHAKE);
      heard = heard.subarray(size);
      return answer;
    }),
    code: async (pattern: RegExp, wanted: string): Promise<void> => {
      const [code] = await wait(() => pattern.exec(heard.toString('latin1')) ?? undefined);
      if (code !== wanted) throw new Error(`the media server answered ${code}`);
      heard = Buffer.alloc(0);
    },
  };
}

/** In chunks, all but the first without a header (§5.3.1). */
function message(socket: Socket, chunk: number, type: number, timeMs: number, body: Buffer, streamId: number): void {
  const isLate = timeMs >= 0xffffff;
  const extended = isLate ? uint32(timeMs) : Buffer.alloc(0);
  const head = Buffer.alloc(12);
  head.writeUInt8(chunk, 0);
  head.writeUIntBE(isLate ? 0xffffff : timeMs, 1, 3);
  head.writeUIntBE(body.length, 4, 3);
  head.writeUInt8(type, 7);
  head.writeUInt32LE(streamId, 8);
  const parts = [head, extended, body.subarray(0, OUT_CHUNK)];
  for (let at = OUT_CHUNK; at < body.length; at += OUT_CHUNK) {
    parts.push(Buffer.from([0xc0 | chunk]), extended, body.subarray(at, at + OUT_CHUNK));
  }
  socket.write(Buffer.concat(parts));
}

const NULL = Buffer.from([5]);

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value % 2 ** 32);
  return bytes;
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function name(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([2]), name(value)]);
}

function object(values: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(values).flatMap(([key, value]) => [name(key), text(value)]);
  return Buffer.concat([Buffer.from([3]), ...entries, Buffer.from([0, 0, 9])]);
}
