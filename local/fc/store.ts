/** The functions, services, triggers, domains and asynchronous settings that exist now. */
import type { Json } from '../product.ts';
import type { FunctionName } from './arn.ts';
import { fcError } from './errors.ts';
import {
  type AsyncConfigRecord,
  type DomainRecord,
  type FunctionRecord,
  functionKey,
  type PendingInvocation,
  type ServiceRecord,
  type State,
  serviceKey,
  type TriggerRecord,
  triggerKey,
} from './records.ts';

export class Store {
  readonly functions = new Map<string, FunctionRecord>();
  readonly services = new Map<string, ServiceRecord>();
  readonly triggers = new Map<string, TriggerRecord>();
  readonly domains = new Map<string, DomainRecord>();
  readonly asyncConfigs = new Map<string, AsyncConfigRecord>();
  readonly pending = new Map<string, PendingInvocation>();

  /** Throws `FunctionNotFound`. */
  function(name: FunctionName): FunctionRecord {
    const record = this.functions.get(functionKey(name));
    if (!record) throw fcError.functionNotFound(name.functionName, name.serviceName);
    return record;
  }

  /**
   * A function by the names in a REST path. A local request names no region (the real one does, by its host), so the
   * first match in any region is taken.
   */
  findFunction(functionName: string, serviceName?: string): FunctionRecord {
    for (const record of this.functions.values()) {
      if (record.functionName === functionName && record.serviceName === serviceName) return record;
    }
    throw fcError.functionNotFound(functionName, serviceName);
  }

  serviceOf(name: FunctionName): ServiceRecord | undefined {
    return name.serviceName === undefined
      ? undefined
      : this.services.get(serviceKey({ regionId: name.regionId, serviceName: name.serviceName }));
  }

  triggersOf(name: FunctionName): TriggerRecord[] {
    const key = functionKey(name);
    return [...this.triggers.values()].filter((trigger) => functionKey(trigger) === key);
  }

  save(): State {
    return {
      functions: [...this.functions.values()],
      services: [...this.services.values()],
      triggers: [...this.triggers.values()],
      domains: [...this.domains.values()],
      asyncConfigs: [...this.asyncConfigs.values()],
      pending: [...this.pending.values()],
    };
  }

  load(state: State): void {
    for (const record of state.functions) this.functions.set(functionKey(record), record);
    for (const record of state.services) this.services.set(serviceKey(record), record);
    for (const record of state.triggers) this.triggers.set(triggerKey(record), record);
    for (const record of state.domains) this.domains.set(record.domainName, record);
    for (const record of state.asyncConfigs) this.asyncConfigs.set(functionKey(record), record);
    for (const record of state.pending) this.pending.set(record.requestId, record);
  }

  /** Names and configuration; no ids, times, ports or code. */
  inventory(): Json {
    return {
      functions: [...this.functions.values()].map((f) => ({ name: functionKey(f), config: f.input })),
      services: [...this.services.values()].map((s) => ({ name: serviceKey(s), config: s.input })),
      triggers: [...this.triggers.values()].map((t) => ({
        name: triggerKey(t),
        type: t.triggerType,
        config: t.triggerConfig,
      })),
      domains: [...this.domains.values()].map((d) => ({ name: d.domainName, config: d.input })),
      asyncConfigs: [...this.asyncConfigs.values()].map((a) => ({
        name: functionKey(a),
        attempts: a.maxAsyncRetryAttempts,
        maxAgeSeconds: a.maxAsyncEventAgeInSeconds,
      })),
    };
  }
}
