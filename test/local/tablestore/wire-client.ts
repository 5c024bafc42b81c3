/** A client below the SDK: signs as told, so that a test can get any part of the protocol wrong. */
import { createHash, createHmac } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { ErrorMessage } from '../../../local/tablestore/messages/table.ts';
import { ACCESS_KEY } from './store.ts';

export interface WireRequest {
  readonly operation: string;
  readonly body?: Buffer;
  readonly method?: string;
  readonly instance?: string;
  readonly date?: string;
  readonly accessKeyId?: string;
  readonly secret?: string;
  readonly token?: string;
  /** Replaces or, with undefined, removes headers before the request is signed. */
  readonly change?: Readonly<Record<string, string | undefined>>;
  /** The same after it was signed. */
  readonly tamper?: Readonly<Record<string, string | undefined>>;
  /** What is sent instead of the body that was signed. */
  readonly otherBody?: Buffer;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export function signature(secret: string, text: string): string {
  return createHmac('sha1', secret).update(text).digest('base64');
}

export const md5 = (body: Buffer): string => createHash('md5').update(body).digest('base64');

export function signedHeaders(options: WireRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  const all: Record<string, string | undefined> = {
    'x-ots-date': options.date ?? new Date().toISOString(),
    'x-ots-apiversion': '2015-12-31',
    'x-ots-accesskeyid': options.accessKeyId ?? ACCESS_KEY.accessKeyId,
    'x-ots-instancename': options.instance ?? 'test',
    'x-ots-contentmd5': md5(options.body ?? Buffer.alloc(0)),
    'x-ots-ststoken': options.token,
    ...options.change,
  };
  for (const [name, value] of Object.entries(all)) if (value !== undefined) headers[name] = value;
  const canonical = Object.keys(headers)
    .sort()
    .map((name) => `${name}:${headers[name]}`)
    .join('\n');
  headers['x-ots-signature'] = signature(
    options.secret ?? ACCESS_KEY.accessKeySecret,
    `/${options.operation}\nPOST\n\n${canonical}\n`,
  );
  for (const [name, value] of Object.entries(options.tamper ?? {})) {
    if (value === undefined) delete headers[name];
    else headers[name] = value;
  }
  return headers;
}

export function send(endpoint: string, options: WireRequest): Promise<WireAnswer> {
  const body = options.otherBody ?? options.body ?? Buffer.alloc(0);
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      `${endpoint}/${options.operation}`,
      { method: options.method ?? 'POST', headers: { ...signedHeaders(options), 'content-length': body.length } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export function errorOf(answer: WireAnswer): { status: number; code: string; message: string | undefined } {
  const { code, message } = ErrorMessage.decode(answer.body);
  return { status: answer.status, code, message };
}
