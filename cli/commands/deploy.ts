/** `live-stack deploy`: creates or updates the stack of a stage and waits for the end. */
import { ConfigError } from '../../cdk/config/errors.ts';
import { REGIONS } from '../../cdk/config/fields.ts';
import { loadConfig } from '../../cdk/config/load.ts';
import { placeholderProblems } from '../../cdk/config/placeholders.ts';
import type { Stage } from '../../cdk/config/schema.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { instanceNameFor, parameterValues } from '../../cdk/parameters.ts';
import { synthesize } from '../../cdk/synth.ts';
import { accountOf } from '../cloud/account.ts';
import { type ArtcApplication, onlyArtcApplication, readArtcApplication } from '../cloud/artc.ts';
import { cnamesOf } from '../cloud/dns.ts';
import { liveDomainsOf } from '../cloud/live-domains.ts';
import { stacksOf } from '../cloud/stacks.ts';
import { tablesOf } from '../cloud/tablestore.ts';
import type { Target } from '../cloud/target.ts';
import { CliError } from '../errors.ts';
import { type Deployment, deployStack } from '../stack/deploy.ts';
import { deployedStack, refuseReplacements, refuseSecondRegion } from '../stack/deployed.ts';
import { awaitCnames, type FindCnames, settleDomains } from '../stack/domains.ts';
import { keptData } from '../stack/kept-data.ts';
import { linesOf, type WaitOptions, type WantedRecord } from '../stack/records.ts';
import { isOfThisFolder, recordOutputs, targetOf } from '../stage-target.ts';
import { type CommandContext, LOCAL_STAGE, pause, STACK_TIMEOUT_MINUTES, WATCH_INTERVAL_MS } from './command.ts';

export interface DeployCommandOptions {
  readonly config: string;
  readonly stage: string;
  readonly endpoint?: string;
  /** Minutes to wait for DNS records that a person adds; absent: 30 at a terminal, else none. */
  readonly wait?: number;
}

/** What a deployment to any target reports. */
export interface StageDeployment extends Deployment {
  /** DNS records that do not resolve yet. */
  readonly records: readonly WantedRecord[];
}

const WAIT_AT_TERMINAL_MINUTES = 30;

/** The ARTC AppKey is a secret: it comes from the environment or the service, never from `ros.json` or the command line. */
const ARTC_APP_KEY_VARIABLE = 'LIVE_STACK_ARTC_APP_KEY';

export async function deploy(options: DeployCommandOptions, context: CommandContext): Promise<void> {
  const config = await loadConfig(options.config);
  const stage = stageOf(config, options.stage);
  const problems = options.endpoint === undefined ? placeholderProblems(stage) : [];
  if (problems.length > 0) throw new ConfigError(config.file, problems);
  const target = await targetOf(stage, options.endpoint);
  const minutes = options.wait ?? (process.stdin.isTTY ? WAIT_AT_TERMINAL_MINUTES : 0);
  const deployment = await deployStage(stage, target, context, minutes * 60_000);
  if (isOfThisFolder(stage, options.endpoint)) await recordOutputs(target, deployment.outputs);
  const outputs = Object.entries(deployment.outputs).map(([key, value]) => `  ${key.padEnd(22)} ${value}`);
  const { records } = deployment;
  const todo = records.length > 0 ? ['', 'Add these DNS records to finish:', ...linesOf(records)] : [];
  context.terminal.result(
    [`Stack ${deployment.action}: ${deployment.status}`, ...outputs, ...todo].join('\n'),
    deployment,
  );
}

/** Synthesizes the stage and deploys it to the target: what `deploy` and `start` have in common. */
export async function deployStage(
  stage: Stage,
  target: Target,
  { terminal, signal }: CommandContext,
  waitMs = 0,
): Promise<StageDeployment> {
  const [accountId, artc] = await Promise.all([accountOf(target), artcOf(stage, target)]);
  const complete: Stage = artc ? { ...stage, artcAppId: artc.appId } : stage;
  const template = await synthesize(stage);
  const { stackName } = template;
  const kind = target.endpoint ? 'local' : 'cloud';
  const artcAppKey = artc?.appKey;
  const stacks = stacksOf(target);
  const before = await deployedStack(stacks, stackName);
  const waiting: WaitOptions = { waitMs, now: Date.now, sleep: pause, notify: terminal.step, signal };
  const cnames: FindCnames = (name) => cnamesOf(target, name);
  if (!before) {
    await refuseSecondRegion(stackName, target.regionId, otherRegions(target));
    await settleDomains(stage, { live: liveDomainsOf(target), cnames, accountId }, waiting);
  }
  const kept = keptData(before?.parameters, before ? [] : await tablesOf(target, instanceNameFor(stage, accountId)));
  const parameters = parameterValues(complete, { accountId, keptData: kept, ...(artcAppKey ? { artcAppKey } : {}) });
  if (before) refuseReplacements(stackName, before, { template: template.template, parameters });
  if (!before && kept) terminal.step(`Going on with data of an earlier stack: ${kept}`);
  terminal.step(`Deploying stack ${stackName} (account ${accountId}, ${target.regionId})`);
  const deployment = await deployStack(stacks, {
    stackName,
    input: {
      templateBody: template.body,
      parameters,
      tags: stage.tags,
      timeoutMinutes: STACK_TIMEOUT_MINUTES[kind],
    },
    intervalMs: WATCH_INTERVAL_MS[kind],
    sleep: pause,
    onEvent: terminal.event,
    signal,
  });
  return { ...deployment, records: await awaitCnames(stage, deployment.outputs, cnames, waiting) };
}

function otherRegions(target: Target) {
  const others = REGIONS.filter((regionId) => regionId !== target.regionId);
  return others.map((regionId) => ({ regionId, stacks: stacksOf({ ...target, regionId }) }));
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
