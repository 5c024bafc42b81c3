/** Runs the local cloud, deploys stage `local` to it as to the real one, and stays until stopped. */
import { once } from 'node:events';
import { loadConfig } from '../../cdk/config/load.ts';
import type { Stage } from '../../cdk/config/schema.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { apiClient } from '../../lambdas/api/client.ts';
import { type LocalCloud, startLocalCloud } from '../../local/cloud.ts';
import { listen, PortTakenError } from '../../local/listen.ts';
import { KeptStateError } from '../../local/state.ts';
import { type CommandContext, LOCAL_DIRECTORY, LOCAL_STAGE } from '../context.ts';
import type { Demo } from '../demo/demo.ts';
import { CliError } from '../errors.ts';
import { findLocalCloud, type LocalOutputs, removeOutputs, writeOutputs } from '../outputs-file.ts';
import { openPages, PAGES_PORT, type Pages } from '../pages/serve.ts';
import { deployStage } from '../stack/deploy-stage.ts';
import { summary } from './summary.ts';

export interface StartOptions {
  readonly config: string;
  /** Nothing is kept: everything is gone when the command ends. */
  readonly ephemeral: boolean;
  /** Exactly this port for the cloud; absent: 7300 or the next free one. */
  readonly port?: number;
  /** Goes live with a generated picture, so that there is something to watch at once. */
  readonly demo?: boolean;
}

const CLOUD_PORT = 7300;
const APP_SERVER_PORT = 7301;

export async function runLocalCloud(options: StartOptions, context: CommandContext): Promise<void> {
  const configured = stageOf(await loadConfig(options.config), LOCAL_STAGE);
  await expectNoOther();
  const cloud = await openCloud(configured, options);
  const stage = servedFrom(cloud, configured);
  let pages: Pages | undefined;
  try {
    const access = {
      CloudEndpoint: cloud.endpoint,
      AccessKeyId: cloud.account.accessKeyId,
      AccessKeySecret: cloud.account.accessKeySecret,
      ...(cloud.media ? { IngestOrigin: cloud.media.rtmpOrigin, StreamingOrigin: cloud.media.httpOrigin } : {}),
    };
    // Before the deployment: a folder that cannot be written to is told at once.
    await writeOutputs(LOCAL_DIRECTORY, access);
    const target = { regionId: stage.region, endpoint: cloud.endpoint, credentials: cloud.account };
    const deployment = await deployStage(stage, target, context);
    const outputs: LocalOutputs = { ...deployment.outputs, ...access };
    await expectReady(String(outputs.AppServerUrl));
    pages = openPages({ appServer: String(outputs.AppServerUrl) });
    const port = await listen(pages.server, { host: '127.0.0.1', port: PAGES_PORT, exact: false });
    const pagesUrl = `http://127.0.0.1:${port}`;
    const file = await writeOutputs(LOCAL_DIRECTORY, outputs);
    const demo = options.demo ? await runDemo(outputs, context) : undefined;
    const demoUrl = demo && `${pagesUrl}/viewer/#/${demo.roomId}`;
    context.terminal.result(summary(stage, { outputs, file, pages: pagesUrl, demo: demoUrl }), {
      ...{ status: deployment.status, pages: pagesUrl, outputs },
      ...(demoUrl === undefined ? {} : { demo: demoUrl }),
    });
    if (!context.signal.aborted) await once(context.signal, 'abort');
    context.terminal.step('Stopping');
    await demo?.ended;
  } finally {
    await pages?.close();
    await removeOutputs(LOCAL_DIRECTORY);
    await cloud.close();
  }
}

async function runDemo({ AppServerUrl }: LocalOutputs, { signal, terminal }: CommandContext): Promise<Demo> {
  const { startDemo } = await import('../demo/demo.ts');
  return await startDemo({
    client: apiClient({ origin: String(AppServerUrl) }),
    signal,
    log: (line) => terminal.step(line),
    now: Date.now,
  });
}

/** Two clouds in one folder would overwrite what the other one keeps. */
async function expectNoOther(): Promise<void> {
  const other = await findLocalCloud(LOCAL_DIRECTORY);
  if (!other) return;
  throw new CliError('AlreadyRunning', `a local cloud already runs in this folder, at ${other.CloudEndpoint}`, {
    hint: 'Stop it first, or start another one in another folder.',
    exitCode: 2,
  });
}

async function openCloud(stage: Stage, { ephemeral, port }: StartOptions): Promise<LocalCloud> {
  try {
    return await startLocalCloud({
      port: port ?? CLOUD_PORT,
      exactPort: port !== undefined,
      triggerPort: APP_SERVER_PORT,
      reservedPorts: playbackPorts(stage),
      ...(stage.origins ? { media: mediaPorts(stage.origins) } : {}),
      ...(ephemeral ? {} : { directory: LOCAL_DIRECTORY }),
    });
  } catch (error) {
    if (error instanceof KeptStateError) throw new CliError('KeptState', error.message, { exitCode: 2 });
    if (!(error instanceof PortTakenError)) throw error;
    throw new CliError('PortTaken', error.message, {
      hint: 'Without --port, the next free port after 7300 is taken.',
      exitCode: 2,
    });
  }
}

/** The ports that the stage's URLs name; the next free ones when another program has them. */
function mediaPorts({ ingest, streaming }: NonNullable<Stage['origins']>): { rtmpPort: number; httpPort: number } {
  return { rtmpPort: Number(new URL(ingest).port || 1935), httpPort: Number(new URL(streaming).port || 80) };
}

/** URLs must name the ports that the media server got in the end. */
function servedFrom({ media }: LocalCloud, stage: Stage): Stage {
  return media ? { ...stage, origins: { ingest: media.rtmpOrigin, streaming: media.httpOrigin } } : stage;
}

/** Playback URLs name this port: the AppServer must not move to it when its own is taken. */
function playbackPorts({ origins }: Stage): number[] {
  return origins ? [Number(new URL(origins.streaming).port)] : [];
}

/** The stack may be complete and yet useless, e.g. when somebody deleted the rows that were kept. */
async function expectReady(appServerUrl: string): Promise<void> {
  const answer = await fetch(`${appServerUrl}/ready`);
  if (answer.ok) return;
  throw new CliError(
    'NotReady',
    `the AppServer is deployed but not ready (HTTP ${answer.status}): ${await answer.text()}`,
    {
      hint: `Delete the folder ${LOCAL_DIRECTORY} to begin anew.`,
    },
  );
}
