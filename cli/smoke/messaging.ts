/** A client of the local messaging service (docs/im-protocol.md); on Alibaba Cloud only the vendor's SDKs speak to it. */
import { WebSocket } from 'ws';
import { UnexpectedError } from './stepper.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** A message or notice that was pushed to a client. */
export interface Pushed {
  readonly event: string;
  readonly data: Fields;
}

export interface Connection {
  /** @throws UnexpectedError with the name of the refusal */
  request(method: string, params: Fields): Promise<Fields>;
  /** The first push that fits and was not taken before. @throws UnexpectedError when none comes in time */
  take(what: string, fits: (pushed: Pushed) => boolean): Promise<Fields>;
  close(): void;
}

/** Milliseconds for an answer or an expected push. */
const PATIENCE_MS = 5_000;

interface Waiting {
  readonly fits: (pushed: Pushed) => boolean;
  readonly resolve: (data: Fields) => void;
}

/** @param origin of the gateway, as `clientConfig` tells it */
export function connect(origin: string, patienceMs: number = PATIENCE_MS): Promise<Connection> {
  const socket = new WebSocket(`${origin.replace(/^http/, 'ws').replace(/\/+$/, '')}/im`, 'live-im.1');
  const answers = new Map<number, { resolve: (data: Fields) => void; reject: (error: Error) => void }>();
  const pushes: (Pushed & { taken?: boolean })[] = [];
  let waiting: Waiting[] = [];
  let lastId = 0;

  socket.on('message', (text) => {
    const frame = JSON.parse(String(text)) as {
      id?: number;
      result?: Fields;
      error?: { name: string; message: string };
    } & Partial<Pushed>;
    if (frame.id !== undefined) {
      const answer = answers.get(frame.id);
      answers.delete(frame.id);
      if (frame.error) {
        answer?.reject(
          new UnexpectedError(`the messaging service refused: ${frame.error.name}, ${frame.error.message}`),
        );
      } else {
        answer?.resolve(frame.result ?? {});
      }
      return;
    }
    const push: Pushed & { taken?: boolean } = { event: String(frame.event), data: frame.data ?? {} };
    pushes.push(push);
    const taker = waiting.find(({ fits }) => fits(push));
    if (taker) {
      push.taken = true;
      waiting = waiting.filter((each) => each !== taker);
      taker.resolve(push.data);
    }
  });
  socket.on('close', (code) => {
    for (const { reject } of answers.values()) {
      reject(new UnexpectedError(`the messaging service closed the connection with ${code}`));
    }
    answers.clear();
  });

  const connection: Connection = {
    request: (method, params) => {
      const id = ++lastId;
      socket.send(JSON.stringify({ id, method, params }));
      const answer = new Promise<Fields>((resolve, reject) => answers.set(id, { resolve, reject }));
      return inTime(answer, patienceMs, `an answer to ${method}`);
    },
    take: (what, fits) => {
      const there = pushes.find((push) => !push.taken && fits(push));
      if (there) {
        there.taken = true;
        return Promise.resolve(there.data);
      }
      const coming = new Promise<Fields>((resolve) => waiting.push({ fits, resolve }));
      return inTime(coming, patienceMs, what);
    },
    close: () => socket.close(1_000),
  };
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(connection));
    // Later errors show in the close code.
    socket.on('error', reject);
  });
}

function inTime<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new UnexpectedError(`expected ${what} within ${ms / 1_000} s, got nothing`)),
      ms,
    );
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** A group message of this type, whose payload is as wanted. */
export function groupMessage(groupId: string, type: number, fits: (payload: Fields) => boolean = () => true) {
  return ({ event, data }: Pushed): boolean =>
    event === 'recvgroupmessage' && data.groupId === groupId && data.type === type && fits(payloadOf(data));
}

/** What a message says; nothing when it is not JSON. */
export function payloadOf({ data }: Fields): Fields {
  try {
    return JSON.parse(String(data)) as Fields;
  } catch {
    return {};
  }
}
