/** AppServers without a process on the products of the local cloud: impatient ones, and ones that live in a later time. */
import { buildApp } from '../../../../lambdas/app-server/app.ts';
import { cloudOf } from '../../../../lambdas/app-server/cloud.ts';
import { parseConfig } from '../../../../lambdas/app-server/config.ts';
import { Upstreams } from '../../../../lambdas/app-server/health/upstreams.ts';
import { type Clock, systemClock } from '../../../../lambdas/cloud/clock.ts';
import { systemRandom } from '../../../../lambdas/cloud/keys.ts';
import { createLogger } from '../../../../lambdas/cloud/logger.ts';
import { type OpenApi, openApi } from '../../../../lambdas/cloud/openapi.ts';
import { TABLES } from '../../../../lambdas/cloud/tables.ts';
import { type Row, tablestore } from '../../../../lambdas/cloud/tablestore.ts';
import type { CloudState } from './consistent.ts';
import { fetchFrom } from './fetch-from.ts';
import { account, type LocalStage, region } from './local-stage.ts';
import { ENVIRONMENT } from './world.ts';

export interface WireOptions {
  /** Milliseconds for one attempt, and for all of them: those of production when absent. */
  readonly attemptMs?: number;
  readonly deadlineMs?: number;
  /** Milliseconds by which its clock is ahead. */
  readonly aheadMs?: number;
  readonly log?: (line: string) => void;
}

/** The application alone: what it answers is what a process would. */
export function wireApp({ attemptMs, deadlineMs, aheadMs = 0, log = () => undefined }: WireOptions = {}) {
  const clock: Clock = { now: () => systemClock.now() + aheadMs, sleep: systemClock.sleep };
  const config = parseConfig(ENVIRONMENT);
  const limits = { ...(attemptMs && { attemptMs }), ...(deadlineMs && { deadlineMs }) };
  const rows = tablestore(account, { region, instance: config.tablestoreInstance, clock, ...limits });
  const api = openApi(account, region, { clock, ...(attemptMs && { attemptMs }) });
  const hurried: OpenApi = {
    call: (product, action, params, options = {}) => {
      const most = Math.min(options.deadlineMs ?? Number.POSITIVE_INFINITY, deadlineMs ?? Number.POSITIVE_INFINITY);
      return api.call(product, action, params, Number.isFinite(most) ? { ...options, deadlineMs: most } : options);
    },
  };
  const cloud = cloudOf(rows, hurried, clock);
  const logger = createLogger({ write: log, clock });
  const upstreams = new Upstreams(clock);
  const app = buildApp({ config, clock, random: systemRandom, log: logger, upstreams, cloud: () => cloud });
  return { fetch: (path: string, init: RequestInit): Promise<Response> => fetchFrom(app, path, init) };
}

/** A tick so much later, by another process. */
export async function tickLater(aheadMs: number): Promise<number> {
  const answer = await wireApp({ aheadMs }).fetch('/invoke', {
    method: 'POST',
    headers: { 'x-fc-control-path': '/invoke' },
    body: '{"triggerName":"tick"}',
  });
  return answer.status;
}

/** What the products of the local cloud hold. */
export async function wireState(stage: LocalStage): Promise<CloudState> {
  const found = new Map<string, readonly Row[]>();
  for (const { name, primaryKey } of Object.values(TABLES)) {
    const all = (end: string) => Object.fromEntries(primaryKey.map((column) => [column.name, end]));
    const { rows } = await stage.rows.range(name, { from: all('min'), to: all('max'), direction: 'forward' });
    found.set(name, rows);
  }
  const { live, messaging } = stage;
  const groups = live.apps.groups(messaging.appId, region).filter(({ record }) => record.deletedAtMs === undefined);
  return {
    rows: (table) => found.get(table) ?? [],
    groups: new Set(groups.map(({ record }) => record.id)),
    forbidden: new Set(live.streams.forbiddenOn('ingest.localhost').map(({ app, stream }) => `${app}/${stream}`)),
    tasks: new Set(),
  };
}
