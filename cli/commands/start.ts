/** `live-stack start`: runs the local cloud, deploys stage `local` to it as to the real one, and stays until stopped. */
import { once } from 'node:events';
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { type LocalCloud, startLocalCloud } from '../../local/cloud.ts';
import { PortTakenError } from '../../local/listen.ts';
import { CliError } from '../errors.ts';
import { type LocalOutputs, removeOutputs, writeOutputs } from '../outputs-file.ts';
import { type CommandContext, LOCAL_DIRECTORY, LOCAL_STAGE } from './command.ts';
import { deployStage } from './deploy.ts';

export interface StartOptions {
  readonly config: string;
  /** Nothing is kept: everything is gone when the command ends. */
  readonly ephemeral: boolean;
  /** Exactly this port for the cloud; absent: 7300 or the next free one. */
  readonly port?: number;
}

const CLOUD_PORT = 7300;
const APP_SERVER_PORT = 7301;

export async function start(options: StartOptions, context: CommandContext): Promise<void> {
  const stage = stageOf(await loadConfig(options.config), LOCAL_STAGE);
  const cloud = await openCloud(options);
  try {
    const credentials = { accessKeyId: cloud.account.accessKeyId, accessKeySecret: cloud.account.accessKeySecret };
    const target = { regionId: stage.region, endpoint: cloud.endpoint, credentials };
    const deployment = await deployStage(stage, target, context);
    const outputs: LocalOutputs = {
      ...deployment.outputs,
      CloudEndpoint: cloud.endpoint,
      AccessKeyId: credentials.accessKeyId,
      AccessKeySecret: credentials.accessKeySecret,
    };
    const file = await writeOutputs(LOCAL_DIRECTORY, outputs);
    context.terminal.result(summary(outputs, file), { status: deployment.status, outputs });
    if (!context.signal.aborted) await once(context.signal, 'abort');
    context.terminal.step('Stopping');
  } finally {
    await removeOutputs(LOCAL_DIRECTORY);
    await cloud.close();
  }
}

async function openCloud({ ephemeral, port }: StartOptions): Promise<LocalCloud> {
  try {
    return await startLocalCloud({
      port: port ?? CLOUD_PORT,
      exactPort: port !== undefined,
      triggerPort: APP_SERVER_PORT,
      ...(ephemeral ? {} : { directory: LOCAL_DIRECTORY }),
    });
  } catch (error) {
    if (!(error instanceof PortTakenError)) throw error;
    throw new CliError('PortTaken', error.message, {
      hint: 'Without --port, the next free port after 7300 is taken.',
      exitCode: 2,
    });
  }
}

function summary(outputs: LocalOutputs, file: string): string {
  const url = outputs.AppServerUrl;
  return [
    '',
    'The stack is up. Everything runs on this machine; Ctrl-C stops it.',
    '',
    `  AppServer       ${url}`,
    `  Cloud           ${outputs.CloudEndpoint}`,
    '  Test user       alice, password alice (stage "local" lets anybody in whose password is the user name)',
    `  Outputs         ${file}`,
    '',
    'Try it:',
    `  curl -s ${url}/api/v1/live/login -H 'content-type: application/json' -d '{"username":"alice","password":"alice"}'`,
    '',
  ].join('\n');
}
