/** The frames between clients and the gateway, version 1: one JSON object in one text message (docs/im-protocol.md). */
import type { Json } from '../product.ts';
import type { ImError } from './errors.ts';

/** Path of the WebSocket below the cloud endpoint. */
export const PATH = '/im';

/** The WebSocket subprotocol: its number changes when a client that knows the old one would misunderstand. */
export const SUBPROTOCOL = 'live-im.1';

/** Largest message of a client: a body of 15 KB in which JSON writes each byte as six, and what is around it. */
export const MAX_FRAME_BYTES = 128 * 1024;

/** Why a session ends, as the Web SDK numbers it (`disconnect`). */
export const ENDED = { logout: 1, kicked: 2, lost: 3, otherDevice: 4 } as const;
export type Ended = (typeof ENDED)[keyof typeof ENDED];

/** WebSocket close codes; the reason why a session ended is added to `ended`. */
export const CLOSE = { goingAway: 1001, ended: 4000, malformed: 4400, noLogin: 4401 } as const;

export interface Request {
  readonly id: number;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What a client is told without having asked. */
export type PushEvent =
  | 'recvgroupmessage'
  | 'recvc2cmessage'
  | 'deletegroupmessage'
  | 'deletec2cmessage'
  | 'memberchange'
  | 'mutechange'
  | 'infochange'
  | 'exit'
  | 'disconnect';

/** Undefined when the text is not a request at all; such a client is not worth keeping. */
export function parseRequest(text: string): Request | undefined {
  const value = parseJson(text);
  if (!isRecord(value)) return undefined;
  const { id, method, params = {} } = value;
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || typeof method !== 'string') return undefined;
  return isRecord(params) ? { id, method, params } : undefined;
}

export function answerText(id: number, result: Json): string {
  return JSON.stringify({ id, result });
}

export function errorText(id: number, { code, name, message }: ImError): string {
  return JSON.stringify({ id, error: { code, name, message } });
}

export function pushText(event: PushEvent, data: Json): string {
  return JSON.stringify({ event, data });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
