/** Which cloud services fail, as far as the requests of this instance have noticed (A17). */
import type { Clock } from '../../cloud/clock.ts';
import { CloudError } from '../../cloud/errors.ts';
import type { OpenApi } from '../../cloud/openapi.ts';
import type { Tablestore } from '../../cloud/tablestore.ts';

/** Milliseconds for which a failure is told when nobody has called the service since. */
const REMEMBERED_MS = 60_000;

export class Upstreams {
  readonly #clock: Pick<Clock, 'now'>;
  /** When the last call failed, in milliseconds, of services whose last call failed. */
  readonly #failedAt = new Map<string, number>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Names of products, sorted. */
  failing(): string[] {
    const since = this.#clock.now() - REMEMBERED_MS;
    return [...this.#failedAt].flatMap(([product, at]) => (at > since ? [product] : [])).sort();
  }

  /** `call`, whose outcome is noted. A service that refuses works; one that is silent, throttles or breaks does not. */
  async watch<T>(product: string, call: Promise<T>): Promise<T> {
    try {
      const answer = await call;
      this.#failedAt.delete(product);
      return answer;
    } catch (error) {
      if (error instanceof CloudError && error.retryable) {
        this.#failedAt.set(product, this.#clock.now());
      } else {
        this.#failedAt.delete(product);
      }
      throw error;
    }
  }
}

export function watchedRows(rows: Tablestore, upstreams: Upstreams): Tablestore {
  const watch = <T>(call: Promise<T>): Promise<T> => upstreams.watch('tablestore', call);
  return {
    get: (...given) => watch(rows.get(...given)),
    put: (...given) => watch(rows.put(...given)),
    update: (...given) => watch(rows.update(...given)),
    delete: (...given) => watch(rows.delete(...given)),
    range: (...given) => watch(rows.range(...given)),
    batchGet: (...given) => watch(rows.batchGet(...given)),
  };
}

export function watchedOpenApi(api: OpenApi, upstreams: Upstreams): OpenApi {
  return {
    call: (product, action, params, options) => upstreams.watch(product, api.call(product, action, params, options)),
  };
}
