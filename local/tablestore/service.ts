/** Runs one request: authentication, permission, the operation, and the wait until its changes are safe. */
import type { Clock } from '../clock.ts';
import type { CloudRequest, CloudResponse } from '../product.ts';
import type { Identities, Identity } from '../ram/identities.ts';
import { type AnswerContext, failure, success } from './answer.ts';
import { authenticate } from './authentication.ts';
import { noInstance, noPermission, parameterInvalid, TablestoreError } from './errors.ts';
import type { Instance } from './instance.ts';
import { LIMITS } from './limits.ts';
import { NOT_SUPPORTED, OPERATIONS } from './operations.ts';
import type { TablestoreState } from './state.ts';
import { PlainBufferError } from './wire/plain-buffer-reader.ts';
import { ProtobufError } from './wire/protobuf.ts';

export interface ServiceOptions {
  readonly clock: Clock;
  readonly identities: Identities;
  readonly accountId: string;
  readonly regionId: string;
  readonly state: TablestoreState;
  /** Creates an instance at its first request; for a store that is used alone. */
  readonly autoCreateInstances: boolean;
}

export class TablestoreService {
  readonly #options: ServiceOptions;

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  async run(request: CloudRequest): Promise<CloudResponse> {
    const { clock, state } = this.#options;
    const context = this.answerContext(request);
    const outcome = this.#attempt(request, clock.now());
    // Reads and failures wait too: what they saw or did must not vanish when the process is killed now.
    await state.flushed();
    return outcome instanceof TablestoreError ? failure(outcome, context) : success(outcome, context);
  }

  #attempt(request: CloudRequest, now: number): Buffer | TablestoreError {
    try {
      return this.#execute(request, now);
    } catch (error) {
      return asTablestoreError(error);
    }
  }

  answerContext(request: CloudRequest): AnswerContext {
    const keyId = request.headers['x-ots-accesskeyid'];
    return {
      requestId: request.id,
      path: request.path,
      now: this.#options.clock.now(),
      identity: typeof keyId === 'string' ? this.#options.identities.find(keyId) : undefined,
    };
  }

  #execute(request: CloudRequest, now: number): Buffer {
    const { state, identities } = this.#options;
    if (request.method !== 'POST') {
      throw new TablestoreError('OTSMethodNotAllowed', 'Only POST method for requests is supported.');
    }
    if (request.body.length > LIMITS.requestBody) {
      throw new TablestoreError('OTSRequestBodyTooLarge', 'The size of POST data is too large.');
    }
    const identity = authenticate(request, identities, now);
    const name = request.path.slice(1);
    const operation = OPERATIONS.get(name);
    if (operation === undefined) {
      if (NOT_SUPPORTED.has(name)) {
        throw new TablestoreError('OTSUnsupportOperation', `${name} is not supported by the local Tablestore.`);
      }
      throw parameterInvalid(`Unsupported operation: '${name}'.`);
    }
    const instance = this.#instance(String(request.headers['x-ots-instancename']));
    const context = { instance, state, now };
    const prepared = operation.prepare(request.body, context);
    this.#authorize(identity, `ots:${name}`, instance, prepared.tables);
    return prepared.run(context);
  }

  #instance(name: string): Instance {
    const { state, autoCreateInstances, regionId } = this.#options;
    const instance = state.instances.get(name);
    if (instance !== undefined) return instance;
    if (autoCreateInstances) return state.createInstance({ name, regionId, clusterType: 'SSD', description: '' });
    throw noInstance();
  }

  #authorize(identity: Identity, action: string, instance: Instance, tables: readonly string[]): void {
    const { identities, accountId } = this.#options;
    const scope = `acs:ots:${instance.settings.regionId}:${accountId}:instance/${instance.name}/table`;
    for (const table of tables.length === 0 ? ['*'] : new Set(tables)) {
      if (identities.allows(identity, action, `${scope}/${table}`)) continue;
      throw noPermission();
    }
  }
}

/** Damaged requests are the caller's mistake; anything unforeseen is ours and is not hidden. */
function asTablestoreError(error: unknown): TablestoreError {
  if (error instanceof TablestoreError) return error;
  if (error instanceof ProtobufError || error instanceof PlainBufferError) {
    return parameterInvalid(`Invalid request body: ${error.message}`);
  }
  const detail = error instanceof Error ? error.message : String(error);
  return new TablestoreError('OTSInternalServerError', `Internal server error in the local Tablestore: ${detail}`);
}
