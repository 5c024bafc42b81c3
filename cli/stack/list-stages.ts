/** The stages of `ros.json`, and the state of the stack of each. */
import { loadConfig } from '../../cdk/config/load.ts';
import type { Stage } from '../../cdk/config/schema.ts';
import { stageNames, stageOf } from '../../cdk/config/stage.ts';
import { stacksOf } from '../cloud/stacks.ts';
import { CliError } from '../errors.ts';
import { targetOf } from '../stage-target.ts';

export interface ListedStage {
  readonly name: string;
  readonly stackName: string;
  readonly region: string;
  /** A status of ROS, `not deployed`, or why it is not known. */
  readonly state: string;
}

export async function listStages(options: {
  readonly config: string;
  readonly endpoint?: string;
  /** No cloud is asked. */
  readonly offline: boolean;
}): Promise<ListedStage[]> {
  const config = await loadConfig(options.config);
  const stages = stageNames(config).map((name) => stageOf(config, name));
  return Promise.all(
    stages.map(async (stage) => {
      const { name, stackName, region } = stage;
      return { name, stackName, region, state: options.offline ? 'not asked' : await stateOf(stage, options.endpoint) };
    }),
  );
}

/** One stage that cannot be asked must not hide the others. */
async function stateOf(stage: Stage, endpoint: string | undefined): Promise<string> {
  try {
    const found = await stacksOf(await targetOf(stage, endpoint)).find(stage.stackName);
    return found?.status ?? 'not deployed';
  } catch (error) {
    if (error instanceof CliError) return `unknown: ${error.message}`;
    throw error;
  }
}
