/** `live-stack destroy`: deletes the stack of a stage and says what stayed. */
import { createInterface } from 'node:readline/promises';
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { stacksOf } from '../cloud/stacks.ts';
import { CliError } from '../errors.ts';
import { destroyStack } from '../stack/destroy.ts';
import { isOfThisFolder, recordOutputs, targetOf } from '../stage-target.ts';
import { type CommandContext, LOCAL_STAGE, pause, WATCH_INTERVAL_MS } from './command.ts';

export interface DestroyCommandOptions {
  readonly config: string;
  readonly stage: string;
  readonly endpoint?: string;
  /** No question asked. */
  readonly yes: boolean;
}

export async function destroy(options: DestroyCommandOptions, { terminal, signal }: CommandContext): Promise<void> {
  const stage = stageOf(await loadConfig(options.config), options.stage);
  if (stage.name !== LOCAL_STAGE && !options.yes) await confirm(stage.name);
  const target = await targetOf(stage, options.endpoint);
  const { stackName } = stage;
  terminal.step(`Deleting stack ${stackName} (${target.regionId})`);
  const result = await destroyStack(stacksOf(target), {
    stackName,
    intervalMs: WATCH_INTERVAL_MS[target.endpoint ? 'local' : 'cloud'],
    sleep: pause,
    onEvent: terminal.event,
    signal,
  });
  if (isOfThisFolder(stage, options.endpoint)) await recordOutputs(target, {});
  const kept = result.retained.map(
    ({ logicalId, resourceType, physicalId }) => `  kept ${logicalId} (${resourceType}): ${physicalId}`,
  );
  const headline = result.existed
    ? `Stack ${stackName} is deleted`
    : `There is no stack ${stackName}: nothing to delete`;
  terminal.result([headline, ...kept].join('\n'), { stackName, ...result });
}

/** A person types the stage's name; a program passes `--yes`. */
async function confirm(stageName: string): Promise<void> {
  const refusal = new CliError('NotConfirmed', `stage ${stageName} was not destroyed: it was not confirmed`, {
    hint: 'Type the name of the stage when asked, or pass --yes.',
    exitCode: 2,
  });
  if (!process.stdin.isTTY) throw refusal;
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    if ((await prompt.question(`Type "${stageName}" to delete its stack: `)).trim() !== stageName) throw refusal;
  } finally {
    prompt.close();
  }
}
