/** The outputs of a deployed stage: where its AppServer is, and what else the stack tells. */
import type { Stage } from '../cdk/config/schema.ts';
import { stacksOf } from './cloud/stacks.ts';
import { CliError } from './errors.ts';
import { targetOf } from './stage-target.ts';

/** @throws CliError `NotDeployed` when there is no stack, or none that has outputs */
export async function deployedOutputs(
  stage: Stage,
  endpoint: string | undefined,
): Promise<Readonly<Record<string, string>>> {
  const stacks = stacksOf(await targetOf(stage, endpoint));
  const found = await stacks.find(stage.stackName);
  const outputs = found && (await stacks.get(found.stackId)).outputs;
  if (outputs?.AppServerUrl) return outputs;
  const state = found ? `its stack is ${found.status}` : 'it has no stack';
  throw new CliError('NotDeployed', `stage "${stage.name}" is not deployed: ${state}`, {
    hint: `Run "live-stack deploy --stage ${stage.name}" first.`,
    exitCode: 2,
  });
}
