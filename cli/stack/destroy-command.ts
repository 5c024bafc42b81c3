/** The whole of `live-stack destroy`: says what goes and what stays, asks, deletes, and looks whether it is gone. */
import { loadConfig } from '../../cdk/config/load.ts';
import type { Stage } from '../../cdk/config/schema.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { type StackEvent, type Stacks, stacksOf } from '../cloud/stacks.ts';
import { type CommandContext, LOCAL_STAGE, pause, WATCH_INTERVAL_MS } from '../context.ts';
import { lossOnRemoval } from '../diff/risks.ts';
import { CliError } from '../errors.ts';
import { askText } from '../questions.ts';
import { isOfThisFolder, recordOutputs, targetOf } from '../stage-target.ts';
import { deployedStack } from './deployed.ts';
import { destroyStack } from './destroy.ts';
import { watched } from './watched.ts';

export interface DestroyOptions {
  readonly config: string;
  readonly stage: string;
  readonly endpoint?: string;
  /** No question asked. */
  readonly yes: boolean;
}

export async function destroyCommand(options: DestroyOptions, context: CommandContext): Promise<void> {
  const { terminal, signal } = context;
  const stage = stageOf(await loadConfig(options.config), options.stage);
  const mustConfirm = stage.name !== LOCAL_STAGE && !options.yes;
  if (mustConfirm && !context.canAsk) throw notConfirmed(stage.name);
  const target = await targetOf(stage, options.endpoint);
  const { stackName } = stage;
  const stacks = stacksOf(target);
  const types = await tellWhatGoes(stacks, stage, context);
  if (mustConfirm && types.size > 0) await confirm(stage.name);
  terminal.step(`Deleting stack ${stackName} (${target.regionId})`);
  const work = (onEvent: (event: StackEvent) => void) =>
    destroyStack(stacks, {
      stackName,
      intervalMs: WATCH_INTERVAL_MS[target.endpoint ? 'local' : 'cloud'],
      sleep: pause,
      onEvent,
      signal,
    });
  const operation = { title: stackName, key: `delete:${stackName}`, stackName, types };
  const result =
    types.size === 0
      ? await work(terminal.event)
      : await watched(
          terminal,
          operation,
          (watch) => work(watch.event),
          ({ existed }) => existed,
        );
  await expectGone(stacks, stackName);
  if (isOfThisFolder(stage, options.endpoint)) await recordOutputs({});
  const kept = result.retained.map(
    ({ logicalId, resourceType, physicalId }) => `  kept ${logicalId} (${resourceType}): ${physicalId}`,
  );
  const headline = result.existed
    ? `Stack ${stackName} is deleted`
    : `There is no stack ${stackName}: nothing to delete`;
  terminal.result([headline, ...kept].join('\n'), { stackName, ...result });
}

/** Answers the types of the resources that will go, by logical id. */
async function tellWhatGoes(stacks: Stacks, { stackName }: Stage, { terminal }: CommandContext) {
  const deployed = Object.entries((await deployedStack(stacks, stackName))?.template.Resources ?? {});
  const stays = deployed.filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain');
  const goes = deployed.filter(([, { DeletionPolicy }]) => DeletionPolicy !== 'Retain');
  const lost = [...new Set(goes.flatMap(([, resource]) => lossOnRemoval(resource) ?? []))];
  if (deployed.length > 0) {
    terminal.step(`Stack ${stackName}: ${goes.length} resources go, ${stays.length} stay in the account`);
    for (const loss of lost) terminal.step(`  lost: ${loss}`);
    for (const [logicalId, { Type }] of stays) terminal.step(`  stays: ${logicalId} (${Type})`);
  }
  return new Map(goes.map(([logicalId, { Type }]) => [logicalId, Type]));
}

/** A name may be taken again by a later stack; none must be there now. */
async function expectGone(stacks: Stacks, stackName: string): Promise<void> {
  const found = await stacks.find(stackName);
  if (!found) return;
  throw new CliError('StillThere', `stack ${stackName} is still there: ${found.status}`, {
    hint: 'Somebody may have deployed it again meanwhile; run the command again if it must go.',
    details: { stackId: found.stackId, status: found.status },
  });
}

async function confirm(stageName: string): Promise<void> {
  const answer = await askText({ message: `Type "${stageName}" to delete its stack:`, placeholder: stageName });
  if (answer.trim() !== stageName) throw notConfirmed(stageName);
}

function notConfirmed(stageName: string): CliError {
  return new CliError('NotConfirmed', `stage ${stageName} was not destroyed: it was not confirmed`, {
    hint: 'Type the name of the stage when asked, or pass --yes.',
    exitCode: 2,
  });
}
