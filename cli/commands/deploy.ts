/** `live-stack deploy`: creates or updates the stack of a stage and waits for the end. */
import { ConfigError } from '../../cdk/config/errors.ts';
import { loadConfig } from '../../cdk/config/load.ts';
import { placeholderProblems } from '../../cdk/config/placeholders.ts';
import type { Stage } from '../../cdk/config/schema.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { parameterValues } from '../../cdk/parameters.ts';
import { synthesize } from '../../cdk/synth.ts';
import { accountOf } from '../cloud/account.ts';
import { type ArtcApplication, onlyArtcApplication, readArtcApplication } from '../cloud/artc.ts';
import { stacksOf } from '../cloud/stacks.ts';
import type { Target } from '../cloud/target.ts';
import { CliError } from '../errors.ts';
import { type Deployment, deployStack } from '../stack/deploy.ts';
import { isOfThisFolder, recordOutputs, targetOf } from '../stage-target.ts';
import { type CommandContext, LOCAL_STAGE, pause, STACK_TIMEOUT_MINUTES, WATCH_INTERVAL_MS } from './command.ts';

export interface DeployCommandOptions {
  readonly config: string;
  readonly stage: string;
  readonly endpoint?: string;
}

/** The ARTC AppKey is a secret: it comes from the environment or the service, never from `ros.json` or the command line. */
const ARTC_APP_KEY_VARIABLE = 'LIVE_STACK_ARTC_APP_KEY';

export async function deploy(options: DeployCommandOptions, context: CommandContext): Promise<void> {
  const config = await loadConfig(options.config);
  const stage = stageOf(config, options.stage);
  const problems = options.endpoint === undefined ? placeholderProblems(stage) : [];
  if (problems.length > 0) throw new ConfigError(config.file, problems);
  const target = await targetOf(stage, options.endpoint);
  const deployment = await deployStage(stage, target, context);
  if (isOfThisFolder(stage, options.endpoint)) await recordOutputs(target, deployment.outputs);
  const outputs = Object.entries(deployment.outputs).map(([key, value]) => `  ${key.padEnd(22)} ${value}`);
  context.terminal.result([`Stack ${deployment.action}: ${deployment.status}`, ...outputs].join('\n'), deployment);
}

/** Synthesizes the stage and deploys it to the target: what `deploy` and `start` have in common. */
export async function deployStage(
  stage: Stage,
  target: Target,
  { terminal, signal }: CommandContext,
): Promise<Deployment> {
  const [accountId, artc] = await Promise.all([accountOf(target), artcOf(stage, target)]);
  const complete: Stage = artc ? { ...stage, artcAppId: artc.appId } : stage;
  const template = await synthesize(stage);
  const kind = target.endpoint ? 'local' : 'cloud';
  const artcAppKey = artc?.appKey;
  terminal.step(`Deploying stack ${template.stackName} (account ${accountId}, ${target.regionId})`);
  return deployStack(stacksOf(target), {
    stackName: template.stackName,
    input: {
      templateBody: template.body,
      parameters: parameterValues(complete, { accountId, ...(artcAppKey ? { artcAppKey } : {}) }),
      tags: stage.tags,
      timeoutMinutes: STACK_TIMEOUT_MINUTES[kind],
    },
    intervalMs: WATCH_INTERVAL_MS[kind],
    sleep: pause,
    onEvent: terminal.event,
    signal,
  });
}

/** Undefined: the stage offers no co-streaming. Stage `local` takes the one application that the local cloud has. */
async function artcOf(stage: Stage, target: Target): Promise<ArtcApplication | undefined> {
  const appId = stage.artcAppId;
  if (!appId) return stage.name === LOCAL_STAGE ? onlyArtcApplication(target) : undefined;
  const appKey = process.env[ARTC_APP_KEY_VARIABLE];
  if (appKey) return { appId, appKey };
  return readArtcApplication(target, appId).catch((error: CliError) => {
    throw new CliError('NoArtcAppKey', `the AppKey of ARTC application ${appId} is not known: ${error.message}`, {
      hint: `Set ${ARTC_APP_KEY_VARIABLE} to it (Live console > ApsaraVideo Real-time Communication > Applications).`,
      exitCode: 2,
    });
  });
}
