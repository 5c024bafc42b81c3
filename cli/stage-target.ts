/** Where a stage is deployed: `local` in the local cloud of this folder, every other one in its region. */
import type { Stage } from '../cdk/config/schema.ts';
import { defaultCredentials, type Target } from './cloud/target.ts';
import { LOCAL_DIRECTORY, LOCAL_STAGE } from './context.ts';
import { CliError } from './errors.ts';
import { localCloudIn, writeOutputs } from './outputs-file.ts';

/** `endpoint` replaces the real services by a local cloud; credentials then come from the default chain. */
export async function targetOf(stage: Stage, endpoint: string | undefined): Promise<Target> {
  if (endpoint !== undefined) {
    return { regionId: stage.region, endpoint: checked(endpoint), credentials: await defaultCredentials() };
  }
  if (!isOfThisFolder(stage, endpoint)) return { regionId: stage.region, credentials: await defaultCredentials() };
  const local = await localCloudIn(LOCAL_DIRECTORY);
  return {
    regionId: stage.region,
    endpoint: local.CloudEndpoint,
    credentials: { accessKeyId: local.AccessKeyId, accessKeySecret: local.AccessKeySecret },
  };
}

/** Whether the stage lives in the local cloud that `live-stack start` runs in this folder. */
export function isOfThisFolder(stage: Stage, endpoint: string | undefined): boolean {
  return stage.name === LOCAL_STAGE && endpoint === undefined;
}

/** Stage `local` with the addresses that the media server of this folder's cloud got in the end; any other as it is. */
export async function asServedHere(stage: Stage, endpoint: string | undefined): Promise<Stage> {
  if (!isOfThisFolder(stage, endpoint)) return stage;
  const { IngestOrigin: ingest, StreamingOrigin: streaming } = await localCloudIn(LOCAL_DIRECTORY);
  return ingest && streaming ? { ...stage, origins: { ingest, streaming } } : stage;
}

/** Keeps `outputs.json` true after a change of the stack from another terminal. */
export async function recordOutputs(outputs: Readonly<Record<string, string>>): Promise<void> {
  const { CloudEndpoint, AccessKeyId, AccessKeySecret, IngestOrigin, StreamingOrigin } =
    await localCloudIn(LOCAL_DIRECTORY);
  const origins = IngestOrigin && StreamingOrigin ? { IngestOrigin, StreamingOrigin } : {};
  await writeOutputs(LOCAL_DIRECTORY, { ...outputs, CloudEndpoint, AccessKeyId, AccessKeySecret, ...origins });
}

function checked(endpoint: string): string {
  if (URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol)) return endpoint;
  throw new CliError('BadEndpoint', `--endpoint ${endpoint}: a URL like http://127.0.0.1:7300 is expected`, {
    exitCode: 2,
  });
}
