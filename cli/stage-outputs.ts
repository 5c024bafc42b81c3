/** The outputs of a deployed stage: where its AppServer is, and what else the stack tells. */
import { loadConfig } from '../cdk/config/load.ts';
import { nearest } from '../cdk/config/nearest.ts';
import type { Stage } from '../cdk/config/schema.ts';
import { stageOf } from '../cdk/config/stage.ts';
import { stacksOf } from './cloud/stacks.ts';
import type { Target } from './cloud/target.ts';
import { CliError } from './errors.ts';
import { targetOf } from './stage-target.ts';

export type Outputs = Readonly<Record<string, string>>;

/** @throws CliError `NotDeployed` when there is no stack, or none that has outputs */
export async function deployedOutputs(stage: Stage, endpoint: string | undefined): Promise<Outputs> {
  return outputsOfStage(stage, await targetOf(stage, endpoint));
}

export async function outputsOf(options: {
  readonly config: string;
  readonly stage: string;
  readonly endpoint?: string;
}): Promise<Outputs> {
  return deployedOutputs(stageOf(await loadConfig(options.config), options.stage), options.endpoint);
}

export async function outputsOfStage(stage: Stage, target: Target): Promise<Outputs> {
  const stacks = stacksOf(target);
  const found = await stacks.find(stage.stackName);
  const outputs = found && (await stacks.get(found.stackId)).outputs;
  if (outputs?.AppServerUrl) return outputs;
  const state = found ? `its stack is ${found.status}` : 'it has no stack';
  throw new CliError('NotDeployed', `stage "${stage.name}" is not deployed: ${state}`, {
    hint: `Run "live-stack deploy --stage ${stage.name}" first.`,
    exitCode: 2,
  });
}

export function oneOutput(outputs: Outputs, name: string): string {
  const value = outputs[name];
  if (value !== undefined) return value;
  const names = Object.keys(outputs);
  const guess = nearest(name, names);
  throw new CliError('NoSuchOutput', `the stack has no output "${name}"`, {
    hint: guess === undefined ? `There are ${names.join(', ')}.` : `Did you mean ${guess}?`,
    exitCode: 2,
  });
}
