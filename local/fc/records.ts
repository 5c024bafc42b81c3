/** What the local Function Compute keeps: plain JSON, in the names of its REST API (camelCase). */
import type { Json } from '../product.ts';
import type { FunctionName } from './arn.ts';

export type Input = { readonly [key: string]: Json };

export interface FunctionRecord extends FunctionName {
  readonly functionId: string;
  /** The configuration as created and updated, without `code`. */
  readonly input: Input;
  /** Base64 of the zip with the code. */
  readonly zipFile: string;
  /** CRC-64 of the zip as a decimal number, as the API answers it. */
  readonly codeChecksum: string;
  readonly codeSize: number;
  /** ISO 8601. */
  readonly createdTime: string;
  readonly lastModifiedTime: string;
}

/** A service of FC 2.0: holds the role and the log configuration of its functions. */
export interface ServiceRecord {
  readonly regionId: string;
  readonly serviceName: string;
  readonly serviceId: string;
  readonly input: Input;
  readonly createdTime: string;
  readonly lastModifiedTime: string;
}

export interface TriggerRecord extends FunctionName {
  readonly triggerName: string;
  readonly triggerId: string;
  readonly triggerType: 'http' | 'timer';
  readonly description: string;
  /** As given; `trigger-config.ts` reads it. */
  readonly triggerConfig: Input;
  /** Of an HTTP trigger: the port it listens on, kept over restarts when it is free. */
  readonly port?: number;
  readonly createdTime: string;
  readonly lastModifiedTime: string;
}

export interface DomainRecord {
  readonly domainName: string;
  readonly regionId: string;
  readonly generation: 'fc2' | 'fc3';
  readonly input: Input;
  readonly createdTime: string;
  readonly lastModifiedTime: string;
}

export interface AsyncConfigRecord extends FunctionName {
  readonly maxAsyncRetryAttempts: number;
  readonly maxAsyncEventAgeInSeconds: number;
  readonly createdTime: string;
  readonly lastModifiedTime: string;
}

/** An accepted asynchronous invocation that is not finished. */
export interface PendingInvocation extends FunctionName {
  readonly requestId: string;
  /** Base64. */
  readonly payload: string;
  readonly acceptedAtMs: number;
  /** Executions so far. */
  readonly attempts: number;
}

export interface State {
  readonly functions: readonly FunctionRecord[];
  readonly services: readonly ServiceRecord[];
  readonly triggers: readonly TriggerRecord[];
  readonly domains: readonly DomainRecord[];
  readonly asyncConfigs: readonly AsyncConfigRecord[];
  readonly pending: readonly PendingInvocation[];
}

export function functionKey({ regionId, serviceName = '', functionName }: FunctionName): string {
  return `${regionId}/${serviceName}/${functionName}`;
}

export function serviceKey({ regionId, serviceName }: { regionId: string; serviceName: string }): string {
  return `${regionId}/${serviceName}`;
}

export function triggerKey(trigger: FunctionName & { triggerName: string }): string {
  return `${functionKey(trigger)}/${trigger.triggerName}`;
}
