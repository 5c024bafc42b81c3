/** The whole of `live-stack deploy`: looks ahead, shows what will change, asks, deploys, and says what is left to do. */
import { writeFile } from 'node:fs/promises';
import { ConfigError } from '../../cdk/config/errors.ts';
import { loadConfig } from '../../cdk/config/load.ts';
import { placeholderProblems } from '../../cdk/config/placeholders.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { type CommandContext, LOCAL_STAGE } from '../context.ts';
import { changesOf, isEmpty, type StackChanges } from '../diff/changes.ts';
import { changesText } from '../diff/text.ts';
import { preflight } from '../doctor/preflight.ts';
import { CliError } from '../errors.ts';
import { asServedHere, isOfThisFolder, recordOutputs, targetOf } from '../stage-target.ts';
import { agreeToChanges } from './agree.ts';
import { announce, carryOut, type StageDeployment } from './deploy-stage.ts';
import { refuseReplacements } from './deployed.ts';
import { planStage, type StagePlan } from './plan.ts';
import { linesOf } from './records.ts';
import { verdictOf } from './status.ts';
import { watched } from './watched.ts';

export interface DeployOptions {
  readonly config: string;
  readonly stage: string;
  readonly endpoint?: string;
  /** Minutes to wait for DNS records that a person adds; absent: 30 at a terminal, else none. */
  readonly wait?: number;
  /** No question asked. */
  readonly yes: boolean;
  /** Where the outputs of the stack are written as JSON. */
  readonly outputsFile?: string;
}

const WAIT_AT_TERMINAL_MINUTES = 30;

export async function deployCommand(options: DeployOptions, context: CommandContext): Promise<void> {
  const { terminal } = context;
  const config = await loadConfig(options.config);
  const stage = stageOf(config, options.stage);
  const problems = options.endpoint === undefined ? placeholderProblems(stage) : [];
  if (problems.length > 0) throw new ConfigError(config.file, problems);
  const target = await targetOf(stage, options.endpoint);
  const plan = await planStage(await asServedHere(stage, options.endpoint), target);
  announce(plan, terminal.step);
  if (plan.before) refuseReplacements(stage.stackName, plan.before, plan.after);
  else await preflight(stage, target, terminal);
  const changes = changesOf(stage.stackName, plan.before, plan.after);
  if (!isEmpty(changes)) {
    terminal.step(changesText(changes));
    if (stage.name !== LOCAL_STAGE && !options.yes) await agreeToChanges(changes, context);
  }
  const minutes = options.wait ?? (context.canAsk ? WAIT_AT_TERMINAL_MINUTES : 0);
  const deployment = await deployWatched(plan, changes, context, minutes * 60_000);
  if (isOfThisFolder(stage, options.endpoint)) await recordOutputs(deployment.outputs);
  if (options.outputsFile !== undefined) await writeJson(options.outputsFile, deployment.outputs);
  // Links for the console of ROS; those of a local cloud would lead to the real one.
  const isTold = (key: string): boolean => target.endpoint === undefined || !key.startsWith('Console.');
  const told = Object.entries(deployment.outputs).filter(([key, value]) => value !== '' && isTold(key));
  const outputs = told.map(([key, value]) => `  ${key.padEnd(22)} ${value}`);
  const { records } = deployment;
  const todo = records.length > 0 ? ['', 'Add these DNS records to finish:', ...linesOf(records)] : [];
  terminal.result([`Stack ${deployment.action}: ${deployment.status}`, ...outputs, ...todo].join('\n'), deployment);
}

async function deployWatched(
  plan: StagePlan,
  changes: StackChanges,
  context: CommandContext,
  waitMs: number,
): Promise<StageDeployment> {
  const { stackName } = plan.stage;
  const isUnderWay = isEmpty(changes) && (await hasOperation(plan));
  if (isEmpty(changes) && !isUnderWay) return carryOut(plan, context, { waitMs });
  const key = `${changes.creates ? 'create' : 'update'}:${stackName}`;
  const all = Object.entries(plan.after.template.Resources).map(([logicalId, { Type }]) => [logicalId, Type] as const);
  const changed = changes.resources.map(({ logicalId, type }) => [logicalId, type] as const);
  return watched(
    context.terminal,
    { title: stackName, key, stackName, types: new Map(isUnderWay ? all : changed) },
    (watch) => carryOut(plan, context, { waitMs, onEvent: watch.event }),
    ({ action }) => action !== 'unchanged',
  );
}

/** An operation that somebody began before is watched to its end. */
async function hasOperation({ stacks, stage }: StagePlan): Promise<boolean> {
  const found = await stacks.find(stage.stackName);
  return found !== undefined && verdictOf(found.status) === 'running';
}

async function writeJson(file: string, value: object): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(value, undefined, 2)}\n`);
  } catch (error) {
    throw new CliError('OutputsFile', `the outputs were not written to ${file}: ${(error as Error).message}`, {
      hint: 'The stack is deployed. "live-stack outputs" prints its outputs again.',
    });
  }
}
