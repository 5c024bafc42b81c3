/** Deploys a stage to any target: what `deploy` and `start` have in common. */
import type { Stage } from '../../cdk/config/schema.ts';
import { remainingSteps } from '../../cdk/manual-steps.ts';
import { tagsOf } from '../../cdk/tags.ts';
import { cnamesOf } from '../cloud/dns.ts';
import { liveDomainsOf } from '../cloud/live-domains.ts';
import type { StackEvent } from '../cloud/stacks.ts';
import type { Target } from '../cloud/target.ts';
import {
  type CommandContext,
  pause,
  RECORDS_INTERVAL_MS,
  STACK_TIMEOUT_MINUTES,
  WATCH_INTERVAL_MS,
} from '../context.ts';
import { type Deployment, deployStack } from './deploy.ts';
import { refuseReplacements } from './deployed.ts';
import { awaitCnames, type FindCnames, settleDomains } from './domains.ts';
import { planStage, type StagePlan } from './plan.ts';
import type { WaitOptions, WantedRecord } from './records.ts';

/** What a deployment to any target reports. */
export interface StageDeployment extends Deployment {
  /** DNS records that do not resolve yet. */
  readonly records: readonly WantedRecord[];
}

type World = Pick<CommandContext, 'signal'> & { readonly terminal: Pick<CommandContext['terminal'], 'step' | 'event'> };

/** Plans and carries out. */
export async function deployStage(stage: Stage, target: Target, world: World, waitMs = 0): Promise<StageDeployment> {
  const plan = await planStage(stage, target);
  announce(plan, world.terminal.step);
  return carryOut(plan, world, { waitMs });
}

export interface CarryOutOptions {
  /** For DNS records that a person adds. */
  readonly waitMs: number;
  /** Absent: a line each. */
  readonly onEvent?: (event: StackEvent) => void;
}

export async function carryOut(
  { stage, target, accountId, stacks, synthesized, before, after, keptData }: StagePlan,
  { terminal, signal }: World,
  { waitMs, onEvent = terminal.event }: CarryOutOptions,
): Promise<StageDeployment> {
  const { stackName } = stage;
  const kind = target.endpoint ? 'local' : 'cloud';
  const waiting: WaitOptions = {
    ...{ waitMs, intervalMs: RECORDS_INTERVAL_MS[kind], now: Date.now, sleep: pause },
    ...{ notify: terminal.step, signal },
  };
  const cnames: FindCnames = (name) => cnamesOf(target, name);
  if (before) refuseReplacements(stackName, before, after);
  else await settleDomains(stage, { live: liveDomainsOf(target), cnames, accountId }, waiting);
  if (keptData) terminal.step(`Going on with data of an earlier stack: ${keptData}`);
  terminal.step(`Deploying stack ${stackName} (account ${accountId}, ${target.regionId})`);
  const deployment = await deployStack(stacks, {
    stackName,
    input: {
      templateBody: synthesized.body,
      parameters: after.parameters,
      tags: tagsOf(stage),
      timeoutMinutes: STACK_TIMEOUT_MINUTES[kind],
    },
    intervalMs: WATCH_INTERVAL_MS[kind],
    sleep: pause,
    onEvent,
    tell: terminal.step,
    signal,
  });
  return { ...deployment, records: await awaitCnames(stage, deployment.outputs, cnames, waiting) };
}

/** What no API offers: before the first deployment of a stage starts, and before anybody is asked to agree to it. */
export function announce({ stage, before }: StagePlan, tell: (text: string) => void): void {
  const steps = before ? [] : remainingSteps(stage);
  if (steps.length === 0) return;
  const lines = steps.map(({ step, now, url }) => `  ${step}: ${now}${url === undefined ? '' : ` (${url})`}`);
  tell(['Only you can do these, if they are not done yet (docs/manual-steps.md):', ...lines].join('\n'));
}
