/** Takes the responses of custom resources: one per request, at an address that nobody can guess. */
import type { CloudRequest, CloudResponse, Operation } from '../../product.ts';
import type { CustomResourceEvent } from './event.ts';
import { type CustomResourceResponse, parseResponse } from './response.ts';

const PREFIX = '/_ros/responses/';
/** Tokens of answered requests that are remembered, so that a second response is told apart from a wrong address. */
const REMEMBERED = 1_000;

interface Waiting {
  readonly event: CustomResourceEvent;
  resolve(response: CustomResourceResponse): void;
  reject(error: Error): void;
}

export class Callbacks {
  private readonly waiting = new Map<string, Waiting>();
  private readonly answered = new Set<string>();

  static path(token: string): string {
    return `${PREFIX}${token}`;
  }

  /** The response to `event`, whenever it comes. Rejects when what comes is not a valid response. */
  response(token: string, event: CustomResourceEvent): Promise<CustomResourceResponse> {
    return new Promise((resolve, reject) => this.waiting.set(token, { event, resolve, reject }));
  }

  /** A response that comes later is refused. */
  forget(token: string): void {
    if (this.waiting.delete(token)) this.remember(token);
  }

  route(request: CloudRequest): Operation | undefined {
    if (!request.path.startsWith(PREFIX)) return undefined;
    return {
      product: 'ros',
      action: 'CustomResourceResponse',
      run: async () => this.answer(request),
      refuse: (kind) =>
        kind === 'forbidden'
          ? problem(403, 'Forbidden', 'the response is not accepted', request)
          : problem(503, kind === 'throttling' ? 'Throttling' : 'ServiceUnavailable', 'try again', request),
    };
  }

  private answer(request: CloudRequest): CloudResponse {
    const token = request.path.slice(PREFIX.length);
    if (request.method !== 'POST') return problem(405, 'MethodNotAllowed', 'send the response with POST', request);
    const waiting = this.waiting.get(token);
    if (!waiting) {
      return this.answered.has(token)
        ? problem(409, 'ResponseExists', 'this request has been answered or has timed out', request)
        : problem(404, 'ResponseURLNotFound', 'no request of ROS has this response address', request);
    }
    if (!request.headers['content-type']?.startsWith('application/json')) {
      return problem(400, 'InvalidResponse', 'the header Content-Type must be application/json', request);
    }
    this.waiting.delete(token);
    this.remember(token);
    try {
      waiting.resolve(parseResponse(request.body, waiting.event));
      return { status: 200, body: JSON.stringify({ RequestId: request.id }) };
    } catch (error) {
      waiting.reject(error as Error);
      return problem(400, 'InvalidResponse', (error as Error).message, request);
    }
  }

  private remember(token: string): void {
    this.answered.add(token);
    const [oldest] = this.answered;
    if (this.answered.size > REMEMBERED && oldest !== undefined) this.answered.delete(oldest);
  }
}

function problem(status: number, code: string, message: string, request: CloudRequest): CloudResponse {
  return { status, body: JSON.stringify({ Code: code, Message: message, RequestId: request.id }) };
}
