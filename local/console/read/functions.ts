/** Functions with their configuration and triggers, and the lines that they print. */
import type { Fact } from '../mask.ts';
import type { Sources } from '../sources.ts';
import { listOf, membersOf, textOf } from './json.ts';

export interface TriggerSummary {
  readonly name: string;
  readonly type: string;
  /** Methods of an HTTP trigger, schedule of a timer. */
  readonly rule: string;
}

export interface FunctionSummary {
  /** `region/service/name`; the service is empty in FC 3.0. */
  readonly id: string;
  readonly name: string;
  readonly generation: 'FC 2.0' | 'FC 3.0';
  readonly runtime: string;
  readonly memoryMb: string;
  readonly concurrency: string;
  readonly timeoutSeconds: string;
  /** Of its HTTP trigger; empty without one. */
  readonly url: string;
  readonly triggers: readonly TriggerSummary[];
  readonly environment: readonly Fact[];
}

export function functionsOf({ fc }: Pick<Sources, 'fc'>): FunctionSummary[] {
  const inventory = membersOf(fc.inventory());
  const running = fc.functions();
  return listOf(inventory.functions).map((held) => {
    const { name: id, config } = membersOf(held);
    const [region = '', service = '', name = ''] = textOf(id).split('/');
    const settings = membersOf(config);
    return {
      id: textOf(id),
      name,
      generation: service === '' ? 'FC 3.0' : 'FC 2.0',
      runtime: textOf(settings.runtime),
      memoryMb: textOf(settings.memorySize),
      concurrency: textOf(settings.instanceConcurrency),
      timeoutSeconds: textOf(settings.timeout),
      url: running.find(({ arn }) => isArnOf(arn, region, service, name))?.url ?? '',
      triggers: triggersOf(listOf(inventory.triggers).map(membersOf), textOf(id)),
      environment: Object.entries(membersOf(settings.environmentVariables)).map(([variable, value]) => ({
        name: variable,
        value: textOf(value),
      })),
    };
  });
}

function isArnOf(arn: string, region: string, service: string, name: string): boolean {
  const path = service === '' ? `functions/${name}` : `services/${service}/functions/${name}`;
  return arn.startsWith(`acs:fc:${region}:`) && arn.endsWith(`:${path}`);
}

function triggersOf(triggers: readonly ReturnType<typeof membersOf>[], functionId: string): TriggerSummary[] {
  return triggers
    .filter(({ name }) => textOf(name).startsWith(`${functionId}/`))
    .map(({ name, type, config }) => {
      const { methods, Methods, cronExpression, CronExpression } = membersOf(config);
      const rule =
        listOf(methods ?? Methods)
          .map(textOf)
          .join(' ') || textOf(cronExpression ?? CronExpression);
      return { name: textOf(name).slice(functionId.length + 1), type: textOf(type), rule };
    });
}

export interface LogLine {
  readonly number: number;
  readonly timeMs: number;
  readonly functionName: string;
  readonly requestId: string;
  readonly message: string;
}

/** Lines read of each log store. */
const LINES_READ = 2_000;

/** Newest first, of all log stores; `functionName` empty: of every function. */
export function logLinesOf({ sls }: Pick<Sources, 'sls'>, functionName: string): LogLine[] {
  const stores = Object.entries(membersOf(sls.inventory())).flatMap(([project, logstores]) =>
    Object.keys(membersOf(logstores)).map((logstore) => ({ project, logstore })),
  );
  return stores
    .flatMap(({ project, logstore }) => sls.read(project, logstore, { limit: LINES_READ }))
    .filter(({ contents }) => functionName === '' || contents.functionName === functionName)
    .map(({ timeMs, contents }, number) => ({
      number,
      timeMs,
      functionName: contents.functionName ?? '',
      requestId: contents.requestId ?? '',
      message: contents.message ?? JSON.stringify(contents),
    }))
    .sort((left, right) => right.timeMs - left.timeMs || right.number - left.number);
}
