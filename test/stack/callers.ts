/** Who makes which call to the cloud: each invocation has credentials of its own, so a call tells for which resource it is. */
import type { FaultRule, Faults } from '../../local/faults.ts';
import { accessKeyOf, type RequestRecord } from '../../local/gateway.ts';
import type { CloudRequest, Operation } from '../../local/product.ts';
import type { Identities } from '../../local/ram/identities.ts';
import type { ResourceType } from '../../local/ros/resource-type.ts';

/** `ros`: the engine itself, which makes, changes and removes the resources that no function provides. */
export type Role = 'provisioner' | 'app-server' | 'ros';

interface Caller {
  readonly role: Role;
  /** Logical id of the resource that the call is for. */
  readonly resource: string;
}

interface Call extends Caller {
  readonly product: string;
  readonly action: string;
  readonly status: number;
}

/** A call of a resource, as a fault can hit it: by how many of the same came before. */
export type Target = Pick<Call, 'role' | 'product' | 'action' | 'resource'> & Required<Pick<FaultRule, 'after'>>;

const BETWEEN = ' of ';

export class Callers {
  /** Every call so far, in order. */
  readonly calls: Call[] = [];
  /** What somebody had no right to. */
  readonly denied: string[] = [];
  readonly #callers = new Map<string, Caller>();
  readonly #faults: Faults;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  add(accessKeyId: string, caller: Caller): void {
    this.#callers.set(accessKeyId, caller);
  }

  /** The operation under a name that says for which resource it is: so that a fault hits the call of one resource alone. */
  named(operation: Operation, request: CloudRequest): Operation {
    const caller = this.#callers.get(accessKeyOf(request) ?? '');
    if (!caller) return operation;
    return {
      product: operation.product,
      action: `${operation.action}${BETWEEN}${caller.resource}`,
      run: () => operation.run(),
      refuse: (kind) => operation.refuse(kind),
    };
  }

  record({ accessKeyId, product, action, status }: RequestRecord): void {
    const caller = this.#callers.get(accessKeyId ?? '');
    if (caller) this.calls.push({ ...caller, product, action: action.split(BETWEEN)[0] ?? action, status });
  }

  /** The same identities, remembering what they may not do. */
  judged<T extends Identities>(identities: T): T {
    return {
      ...identities,
      allows: (identity, action, resource) => {
        const isAllowed = identities.allows(identity, action, resource);
        if (!isAllowed) this.denied.push(`${action} on ${resource}`);
        return isAllowed;
      },
    };
  }

  /** The resource type with its operations recorded, and open to faults, as if they were calls over the wire. */
  watched(type: ResourceType): ResourceType {
    const meet = (action: string, resource: string): void => {
      const fault = this.#faults.take('ros', `${action}${BETWEEN}${resource}`);
      this.calls.push({ role: 'ros', resource, product: 'ros', action, status: fault ? 503 : 200 });
      if (fault) throw new Error(`the service is not available (${action} of ${resource})`);
    };
    return {
      ...type,
      create: async (properties, context) => {
        meet('create', context.logicalId);
        return type.create(properties, context);
      },
      update: async (id, properties, previous, context) => {
        meet('update', context.logicalId);
        return type.update(id, properties, previous, context);
      },
      delete: async (id, properties, context) => {
        meet('delete', context.logicalId);
        return type.delete(id, properties, context);
      },
    };
  }

  /** The calls that a piece of work makes, each as a fault can hit it. */
  async during(work: () => Promise<unknown>): Promise<Target[]> {
    const start = this.calls.length;
    await work();
    const seen = new Map<string, number>();
    return this.calls.slice(start).map(({ role, product, action, resource }) => {
      const key = `${product} ${action} ${resource}`;
      const after = seen.get(key) ?? 0;
      seen.set(key, after + 1);
      return { role, product, action, resource, after };
    });
  }

  /** Makes a call meet a fault in each of its attempts. Answers whether it did; the engine itself tries once. */
  strike(
    { role, product, action, resource, after }: Target,
    fault: Pick<FaultRule, 'kind' | 'worked'>,
    attempts: number,
  ): () => boolean {
    const times = role === 'ros' ? 1 : attempts;
    const { id } = this.#faults.add({ ...fault, times, product, action: `${action}${BETWEEN}${resource}`, after });
    return (): boolean => this.#faults.list().some((active) => active.id === id && active.hits > 0);
  }
}
