/** Compares what is deployed of a stage with what would be. */
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { planStage } from '../stack/plan.ts';
import { asServedHere, targetOf } from '../stage-target.ts';
import { changesOf, isEmpty, type StackChanges } from './changes.ts';
import { changesText } from './text.ts';

export interface StageDiff {
  readonly changes: StackChanges;
  readonly text: string;
  readonly isSame: boolean;
}

export async function diffStage(options: {
  readonly config: string;
  readonly stage: string;
  readonly endpoint?: string;
}): Promise<StageDiff> {
  const stage = stageOf(await loadConfig(options.config), options.stage);
  const plan = await planStage(await asServedHere(stage, options.endpoint), await targetOf(stage, options.endpoint));
  const changes = changesOf(stage.stackName, plan.before, plan.after);
  return { changes, text: changesText(changes), isSame: isEmpty(changes) };
}
