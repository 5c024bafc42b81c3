/** Reads logs of Simple Log Service: the one call that a person needs, signed as the vendor's SDK does it. */
import { createHmac } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { json } from 'node:stream/consumers';
import { serviceError } from './service-error.ts';
import type { Target } from './target.ts';

export interface LogsQuery {
  readonly project: string;
  readonly logstore: string;
  /** Seconds since the epoch: from inclusive, to exclusive. */
  readonly from: number;
  readonly to: number;
  /** Full-text search of the service; empty for everything. */
  readonly query: string;
  readonly offset: number;
  /** At most 100. */
  readonly line: number;
  /** Newest first. */
  readonly reverse: boolean;
}

/** Fields of an entry, all text; `__time__` in seconds. */
export type LogRecord = Readonly<Record<string, string>>;

export interface LogsPage {
  readonly records: readonly LogRecord[];
  /** False: the service did not look at everything yet; the same call again goes on. */
  readonly isComplete: boolean;
}

const TIMEOUT_MS = 30_000;

/**
 * The vendor's SDK puts the project in front of the host, which no local endpoint has a name for: so here the host header
 * carries it, and a local cloud is connected to by its address. Throws a CliError.
 */
export async function getLogs(target: Target, { project, logstore, ...options }: LogsQuery): Promise<LogsPage> {
  const base = new URL(target.endpoint ?? `https://${project}.${target.regionId}.log.aliyuncs.com`);
  const host = target.endpoint === undefined ? base.host : `${project}.${base.host}`;
  const path = `/logstores/${logstore}`;
  const parameters = Object.entries({ ...options, type: 'log' })
    .map(([name, value]) => [name, String(value)] as const)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  const search = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const headers = signed(target, path, parameters, new Date());
  try {
    const answer = await send(base, { path: `${path}?${search}`, headers: { ...headers, host } });
    const body = (await json(answer)) as LogRecord[] | { errorCode?: string; errorMessage?: string };
    if (Array.isArray(body)) return { records: body, isComplete: answer.headers['x-log-progress'] !== 'Incomplete' };
    const { errorCode: code = 'UnexpectedAnswer', errorMessage: message = `HTTP ${answer.statusCode}` } = body;
    const requestId = String(answer.headers['x-log-requestid'] ?? '');
    throw Object.assign(new Error(message), { code, statusCode: answer.statusCode, requestId });
  } catch (error) {
    throw serviceError('GetLogs', error);
  }
}

type Headers = Readonly<Record<string, string>>;

/** Version v1 with HMAC-SHA256, the default of `@alicloud/gateway-sls` 0.3.2. */
export function signed(
  { credentials }: Pick<Target, 'credentials'>,
  path: string,
  parameters: readonly (readonly [name: string, value: string])[],
  now: Date,
): Headers {
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  const own: Record<string, string> = {
    ...(securityToken ? { 'x-acs-security-token': securityToken } : {}),
    'x-log-apiversion': '0.6.0',
    'x-log-bodyrawsize': '0',
    'x-log-signaturemethod': 'hmac-sha256',
  };
  const date = now.toUTCString();
  const canonical = Object.keys(own)
    .sort()
    .map((name) => `${name}:${own[name]}\n`)
    .join('');
  const search = parameters.map(([name, value]) => `${name}=${value}`).join('&');
  const text = `GET\n\n\n${date}\n${canonical}${path}?${search}`;
  const signature = createHmac('sha256', accessKeySecret).update(text, 'utf8').digest('base64');
  return {
    ...own,
    accept: 'application/json',
    date,
    'content-md5': '',
    authorization: `LOG ${accessKeyId}:${signature}`,
  };
}

function send(base: URL, options: { readonly path: string; readonly headers: Headers }): Promise<IncomingMessage> {
  const request = base.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const { hostname, port } = base;
    request({ hostname, port, method: 'GET', timeout: TIMEOUT_MS, ...options }, resolve)
      .on('timeout', function (this: { destroy(error: Error): void }) {
        this.destroy(Object.assign(new Error('no answer in time'), { code: 'ReadTimeout' }));
      })
      .on('error', reject)
      .end();
  });
}
