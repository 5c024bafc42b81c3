/** The API of Simple Log Service, as far as a person reads logs with it: GetLogs. The project is the first part of the host. */
import type { Clock } from '../../clock.ts';
import type { CloudRequest, CloudResponse, Operation, Refusal } from '../../product.ts';
import type { Identities } from '../../ram/identities.ts';
import type { LogEntry, SlsStore } from '../store.ts';
import { SlsError } from './errors.ts';
import { parseQuery } from './query.ts';
import { slsAuthentication } from './signature.ts';

export interface SlsApiOptions {
  readonly store: SlsStore;
  readonly clock: Clock;
  readonly identities: Identities;
  readonly accountId: string;
  readonly regionId: string;
}

/** Entries in one answer, as the service documents GetLogs. */
const MOST_LINES = 100;

const REFUSALS: Readonly<Record<Refusal, SlsError>> = {
  throttling: new SlsError(403, 'ReadQuotaExceed', 'the quota of requests is exceeded'),
  unavailable: new SlsError(503, 'ServerBusy', 'the service is busy'),
  forbidden: new SlsError(401, 'Unauthorized', 'the caller has no right to do this'),
  // UNCERTAIN code; the words are those that users report (funcraft issue 660).
  'not-activated': new SlsError(401, 'Unauthorized', 'AccessKeyId is inactive'),
};

/** Answers undefined for requests of other products. */
export function slsApi(options: SlsApiOptions): (request: CloudRequest) => Operation | undefined {
  const authenticate = slsAuthentication(options.identities, options.clock);
  return (request) => {
    if (request.headers['x-log-apiversion'] === undefined) return undefined;
    const run = async (): Promise<CloudResponse> => {
      try {
        const identity = authenticate(request);
        const { project, logstore } = placeOf(request);
        const { accountId, regionId, identities } = options;
        const resource = `acs:log:${regionId}:${accountId}:project/${project}/logstore/${logstore}`;
        if (!identities.allows(identity, 'log:GetLogStoreLogs', resource)) {
          throw new SlsError(401, 'Unauthorized', `the caller does not have log:GetLogStoreLogs on ${resource}`);
        }
        return getLogs(request, options.store.logsOf(project, logstore));
      } catch (error) {
        return refusal(request, asSlsError(error));
      }
    };
    return { product: 'sls', action: 'GetLogs', run, refuse: (kind) => refusal(request, REFUSALS[kind]) };
  };
}

function placeOf({ method, path, query, headers }: CloudRequest): { project: string; logstore: string } {
  const project = /^([a-z0-9-]+)\./.exec(headers.host ?? '')?.[1] ?? '';
  const logstore = /^\/logstores\/([^/]+)$/.exec(path)?.[1] ?? '';
  if (method === 'GET' && query.get('type') === 'log' && project !== '' && logstore !== '')
    return { project, logstore };
  throw new SlsError(
    400,
    'ParameterInvalid',
    `the local Log Service knows GET /logstores/<name>?type=log of a project`,
  );
}

function getLogs({ query }: CloudRequest, entries: readonly LogEntry[]): CloudResponse {
  const [from, to] = [number(query, 'from'), number(query, 'to')];
  const [offset, line] = [number(query, 'offset', 0), number(query, 'line', MOST_LINES)];
  if (line > MOST_LINES) throw new SlsError(400, 'ParameterInvalid', `line: at most ${MOST_LINES}`);
  const matches = parseQuery(query.get('query') ?? '');
  const found = entries.filter((entry) => {
    const second = Math.floor(entry.timeMs / 1_000);
    return second >= from && second < to && matches(entry);
  });
  const ordered = query.get('reverse') === 'true' ? found.reverse() : found;
  const page = ordered.slice(offset, offset + line).map(({ timeMs, contents }) => ({
    __time__: String(Math.floor(timeMs / 1_000)),
    __time_ns_part__: String((timeMs % 1_000) * 1_000_000),
    __source__: '',
    ...contents,
  }));
  const headers = { 'x-log-progress': 'Complete', 'x-log-count': String(page.length) };
  return { status: 200, headers, body: JSON.stringify(page) };
}

function number(query: URLSearchParams, name: string, fallback?: number): number {
  const text = query.get(name);
  if (text === null && fallback !== undefined) return fallback;
  const value = Number(text);
  if (text !== null && Number.isInteger(value) && value >= 0) return value;
  throw new SlsError(400, 'ParameterInvalid', `${name}: a whole number is expected`);
}

/** The store's own errors carry code and status. */
function asSlsError(error: unknown): SlsError {
  if (error instanceof SlsError) return error;
  if (error instanceof Error && 'code' in error && 'status' in error) {
    return new SlsError(Number(error.status), String(error.code), error.message);
  }
  throw error;
}

function refusal({ id }: CloudRequest, { status, code, message }: SlsError): CloudResponse {
  return {
    status,
    headers: { 'x-log-requestid': id },
    body: JSON.stringify({ errorCode: code, errorMessage: message }),
  };
}
