/** The whole of `live-stack probe`: settles open questions on an account, one by one, and says what it learned. */
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { stacksOf } from '../cloud/stacks.ts';
import { worldOf } from '../doctor/world.ts';
import { CliError } from '../errors.ts';
import { targetOf } from '../stage-target.ts';
import type { Learned, ProbeWorld, Question } from './question.ts';
import { artcKey, artcListed, relaySwitch, rtcEndpoint } from './questions/artc.ts';
import { listedIndexes } from './questions/database.ts';
import { controlPath, triggerConfig } from './questions/functions.ts';
import { nothingSet, notifyResults, proofHost } from './questions/live.ts';
import { customResourceData, largeMapping, liveTypes, parameterForm, stackId, unknownType } from './questions/ros.ts';

export const QUESTIONS: readonly Question[] = [
  liveTypes,
  parameterForm,
  largeMapping,
  customResourceData,
  unknownType,
  stackId,
  triggerConfig,
  controlPath,
  listedIndexes,
  rtcEndpoint,
  artcKey,
  artcListed,
  relaySwitch,
  proofHost,
  notifyResults,
  nothingSet,
];

export interface Answer extends Learned, Pick<Question, 'id' | 'asks'> {}

/** @param only ids of questions; empty: all */
export async function probe(
  options: { readonly config: string; readonly stage: string; readonly endpoint?: string },
  only: readonly string[],
  told: (answer: Answer) => void,
): Promise<Answer[]> {
  const unknown = only.filter((id) => !QUESTIONS.some((question) => question.id === id));
  if (unknown.length > 0) {
    throw new CliError('NoSuchQuestion', `there is no question ${unknown.join(', ')}`, {
      hint: `There are ${QUESTIONS.map(({ id }) => id).join(', ')}.`,
      exitCode: 2,
    });
  }
  const stage = stageOf(await loadConfig(options.config), options.stage);
  const target = await targetOf(stage, options.endpoint);
  const world = worldOf(stage, async () => target);
  const probing: ProbeWorld = {
    ...world,
    fetch,
    validate: async () => stacksOf(target).validate((await world.synthesized()).body),
  };
  const answers: Answer[] = [];
  for (const question of QUESTIONS.filter(({ id }) => only.length === 0 || only.includes(id))) {
    const answer = await ask(question, probing);
    told(answer);
    answers.push(answer);
  }
  return answers;
}

/** A question that cannot be asked must not hide the others. */
export async function ask({ id, asks, settle }: Question, world: ProbeWorld): Promise<Answer> {
  try {
    return { id, asks, ...(await settle(world)) };
  } catch (error) {
    return { id, asks, isSettled: false, says: `It could not be asked: ${(error as Error).message}` };
  }
}
