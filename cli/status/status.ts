/** The whole of `live-stack status`: the checks of a deployed stage, as data. */
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { callRpc } from '../cloud/rpc.ts';
import type { Finding } from '../doctor/check.ts';
import type { Diagnosis } from '../doctor/diagnose.ts';
import { type Examined, worstOf } from '../doctor/examine.ts';
import { CliError } from '../errors.ts';
import { outputsOfStage } from '../stage-outputs.ts';
import { targetOf } from '../stage-target.ts';
import { STATUS_CHECKS, type StatusCheck, type StatusWorld } from './checks.ts';

export interface StatusOptions {
  readonly config: string;
  readonly stage: string;
  readonly endpoint?: string;
  readonly user?: string;
  readonly password?: string;
}

export async function statusOf(options: StatusOptions): Promise<Diagnosis> {
  const { user: name, password } = options;
  const stage = stageOf(await loadConfig(options.config), options.stage);
  const target = await targetOf(stage, options.endpoint);
  const world: StatusWorld = {
    stage,
    outputs: await outputsOfStage(stage, target),
    rpc: (action, query) => callRpc(target, action, query),
    now: Date.now,
    ...(name !== undefined && password !== undefined ? { user: { name, password } } : {}),
  };
  const checks = await Promise.all(STATUS_CHECKS.map((check) => examineOne(check, world)));
  return { stage: stage.name, worst: worstOf(checks), checks };
}

/** A service that refuses to tell leaves its check open. */
export async function examineOne(check: StatusCheck, world: StatusWorld): Promise<Examined> {
  const { id, title } = check;
  try {
    return { id, title, findings: await check.run(world) };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const finding: Finding = { verdict: 'unknown', says: error.message, ...(error.hint ? { mend: error.hint } : {}) };
    return { id, title, findings: [finding] };
  }
}
