/** What a deployment of a stage would do: read from the cloud and synthesized here, without changing anything. */
import { REGIONS } from '../../cdk/config/fields.ts';
import type { Stage } from '../../cdk/config/schema.ts';
import { instanceNameFor, parameterValues } from '../../cdk/parameters.ts';
import type { Synthesized } from '../../cdk/synth.ts';
import type { Deployable } from '../../cdk/updates.ts';
import { certificateOf } from '../certificate/of-stage.ts';
import { accountOf } from '../cloud/account.ts';
import { type Stacks, stacksOf } from '../cloud/stacks.ts';
import { tablesOf } from '../cloud/tablestore.ts';
import type { Target } from '../cloud/target.ts';
import { artcOf } from './artc-of-stage.ts';
import { deployedStack, refuseSecondRegion } from './deployed.ts';
import { keptData } from './kept-data.ts';
import { synthesizedStage } from './synthesized.ts';

export interface StagePlan {
  readonly stage: Stage;
  readonly target: Target;
  readonly accountId: string;
  readonly stacks: Stacks;
  readonly synthesized: Synthesized;
  /** Undefined: the stack will be created. */
  readonly before: Deployable | undefined;
  readonly after: Deployable;
  /** Data of an earlier stack that the new one goes on with; empty when there is none. */
  readonly keptData: string;
}

/** Throws a CliError when the stack exists in another region, or the cloud cannot be asked. */
export async function planStage(stage: Stage, target: Target): Promise<StagePlan> {
  const stacks = stacksOf(target);
  const [accountId, artc, certificate, synthesized, before] = await Promise.all([
    accountOf(target),
    artcOf(stage, target),
    certificateOf(stage, Date.now()),
    synthesizedStage(stage),
    deployedStack(stacks, stage.stackName),
  ]);
  if (!before) await refuseSecondRegion(stage.stackName, target.regionId, otherRegions(target));
  const complete: Stage = artc ? { ...stage, artcAppId: artc.appId } : stage;
  const kept = keptData(before?.parameters, before ? [] : await tablesOf(target, instanceNameFor(stage, accountId)));
  const artcAppKey = artc?.appKey;
  const parameters = parameterValues(complete, {
    accountId,
    keptData: kept,
    ...(artcAppKey ? { artcAppKey } : {}),
    ...(certificate ? { certificate } : {}),
  });
  const after = { template: synthesized.template, parameters };
  return { stage, target, accountId, stacks, synthesized, before, after, keptData: before ? '' : kept };
}

function otherRegions(target: Target) {
  const others = REGIONS.filter((regionId) => regionId !== target.regionId);
  return others.map((regionId) => ({ regionId, stacks: stacksOf({ ...target, regionId }) }));
}
