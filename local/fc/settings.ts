/** What the runtime needs to know of a function's configuration, read once and checked. */
import { fcError } from './errors.ts';
import { booleanAt, numberAt, objectAt, stringAt, stringsAt } from './json.ts';
import { LIMITS } from './limits.ts';
import type { Input } from './records.ts';

export interface LogTarget {
  readonly project: string;
  readonly logstore: string;
}

export interface FunctionSettings {
  readonly handler: string;
  readonly runtime: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly concurrency: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Empty: the platform's default, `/code/bootstrap`. */
  readonly command: readonly string[];
  readonly initializerSeconds: number | undefined;
  readonly preStopSeconds: number | undefined;
  readonly roleArn: string | undefined;
  readonly log: LogTarget | undefined;
}

/** Reads the configuration of either generation (`service` holds role and log configuration in FC 2.0). */
export function settingsOf(input: Input, service?: Input): FunctionSettings {
  const runtime = stringAt(input, 'runtime') ?? '';
  if (runtime !== 'custom' && !runtime.startsWith('custom.')) {
    throw fcError.invalid(
      `runtime '${runtime}': the local Function Compute runs custom runtimes only (custom, custom.debian10, …)`,
    );
  }
  const owner = service ?? input;
  return {
    handler: required(input, 'handler'),
    runtime,
    memoryMb: numberAt(input, 'memorySize', { min: 128, max: 65_536 }) ?? 512,
    timeoutSeconds: numberAt(input, 'timeout', { min: 1, max: 86_400 }) ?? 3,
    concurrency: numberAt(input, 'instanceConcurrency', { min: 1, max: 200 }) ?? 1,
    environment: environmentOf(input),
    command: commandOf(input),
    ...lifecycleOf(input),
    roleArn: stringAt(owner, 'role') || undefined,
    log: logOf(owner),
  };
}

function required(input: Input, key: string): string {
  const value = stringAt(input, key);
  if (!value) throw fcError.invalid(`${key} is required`);
  return value;
}

/** Letters, digits and `_`; `FC_*` is the platform's own; at most 4 KB in total (function-compute.md §5). */
function environmentOf(input: Input): Record<string, string> {
  const variables = objectAt(input, 'environmentVariables') ?? {};
  const environment: Record<string, string> = {};
  let size = 0;
  for (const name of Object.keys(variables)) {
    const value = stringAt(variables, name) ?? '';
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw fcError.invalid(`environmentVariables: '${name}' may have letters, digits and '_' only`);
    }
    if (name.startsWith('FC_')) throw fcError.invalid(`environmentVariables: '${name}': names FC_* are reserved`);
    size += Buffer.byteLength(name) + Buffer.byteLength(value);
    environment[name] = value;
  }
  if (size > LIMITS.environment) {
    throw fcError.invalid(`environmentVariables have ${size} bytes: at most ${LIMITS.environment} in total`);
  }
  return environment;
}

function commandOf(input: Input): string[] {
  const config = objectAt(input, 'customRuntimeConfig') ?? {};
  return [...(stringsAt(config, 'command') ?? []), ...(stringsAt(config, 'args') ?? [])];
}

function lifecycleOf(input: Input): Pick<FunctionSettings, 'initializerSeconds' | 'preStopSeconds'> {
  const config = objectAt(input, 'instanceLifecycleConfig') ?? {};
  return {
    // FC 2.0 has the initializer beside the life cycle.
    initializerSeconds:
      hookSeconds(config, 'initializer', LIMITS.initializerSeconds) ??
      (stringAt(input, 'initializer')
        ? (numberAt(input, 'initializationTimeout', { min: 1, max: LIMITS.initializerSeconds }) ?? 3)
        : undefined),
    preStopSeconds: hookSeconds(config, 'preStop', LIMITS.preStopSeconds),
  };
}

/** Seconds the hook may take; undefined when there is none. Timeout 3 s when not given: UNCERTAIN. */
function hookSeconds(config: Input, name: string, max: number): number | undefined {
  const hook = objectAt(config, name);
  if (!hook || !stringAt(hook, 'handler')) return undefined;
  return numberAt(hook, 'timeout', { min: 1, max }) ?? 3;
}

function logOf(owner: Input): LogTarget | undefined {
  const config = objectAt(owner, 'logConfig') ?? {};
  booleanAt(config, 'enableRequestMetrics');
  const project = stringAt(config, 'project');
  const logstore = stringAt(config, 'logstore');
  if (!project && !logstore) return undefined;
  if (!project || !logstore) throw fcError.invalid('logConfig: project and logstore go together');
  return { project, logstore };
}
