/** The local cloud's own interface under `/_local/`: what exists, and faults to switch on. Not part of any real service. */
import { type Faults, parseFaultRule } from './faults.ts';
import type { CloudRequest, CloudResponse, Json, Operation } from './product.ts';

export interface AdminOptions {
  readonly faults: Faults;
  readonly inventory: () => Json;
  /** Values of the DNS records at a full name. */
  readonly resolve: (name: string, type: string) => string[];
}

/** Answers a request under `/_local/`, undefined for any other. */
export function routeAdmin(request: CloudRequest, options: AdminOptions): Operation | undefined {
  if (!request.path.startsWith('/_local/')) return undefined;
  const action = `${request.method} ${request.path}`;
  return {
    product: 'admin',
    action,
    run: async () =>
      isFromThisMachine(request)
        ? answer(action, request, options)
        : json(403, { message: 'only http://127.0.0.1 or http://localhost reach this interface' }),
    refuse: () => json(503, { message: 'unavailable' }),
  };
}

function answer(action: string, request: CloudRequest, { faults, inventory, resolve }: AdminOptions): CloudResponse {
  switch (action) {
    case 'GET /_local/health':
      return json(200, { status: 'ok' });
    case 'GET /_local/inventory':
      return json(200, inventory());
    case 'GET /_local/dns':
      return json(200, { values: resolve(request.query.get('name') ?? '', request.query.get('type') ?? 'A') });
    case 'GET /_local/faults':
      return json(200, { faults: faults.list() });
    case 'POST /_local/faults':
      return addFault(request, faults);
    case 'DELETE /_local/faults':
      faults.clear();
      return json(200, { faults: [] });
    default:
      return json(404, {
        message: `${action}: known are GET /_local/health, GET /_local/inventory, GET /_local/dns?name=&type=, GET|POST|DELETE /_local/faults`,
      });
  }
}

function addFault(request: CloudRequest, faults: Faults): CloudResponse {
  try {
    return json(200, { ...faults.add(parseFaultRule(JSON.parse(request.body.toString('utf8')))) });
  } catch (error) {
    return json(400, { message: (error as Error).message });
  }
}

/** A page on another site must not reach this interface through a name that resolves to this machine. */
export function isFromThisMachine(request: CloudRequest): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  const fetchSite = request.headers['sec-fetch-site'];
  return (
    ['127.0.0.1', 'localhost', '[::1]'].includes(host) &&
    (fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none')
  );
}

function json(status: number, body: Json | object): CloudResponse {
  return { status, body: JSON.stringify(body) };
}
