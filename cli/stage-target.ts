/** Where a stage is deployed: `local` in the local cloud of this folder, every other one in its region. */
import type { Stage } from '../cdk/config/schema.ts';
import { defaultCredentials, type Target } from './cloud/target.ts';
import { LOCAL_DIRECTORY, LOCAL_STAGE } from './commands/command.ts';
import { CliError } from './errors.ts';
import { readOutputs } from './outputs-file.ts';

/** `endpoint` replaces the real services by a local cloud; credentials then come from the default chain. */
export async function targetOf(stage: Stage, endpoint: string | undefined): Promise<Target> {
  if (endpoint !== undefined) {
    return { regionId: stage.region, endpoint: checked(endpoint), credentials: await defaultCredentials() };
  }
  if (stage.name !== LOCAL_STAGE) return { regionId: stage.region, credentials: await defaultCredentials() };
  const outputs = await readOutputs(LOCAL_DIRECTORY);
  return {
    regionId: stage.region,
    endpoint: outputs.CloudEndpoint,
    credentials: { accessKeyId: outputs.AccessKeyId, accessKeySecret: outputs.AccessKeySecret },
  };
}

function checked(endpoint: string): string {
  if (URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol)) return endpoint;
  throw new CliError('BadEndpoint', `--endpoint ${endpoint}: a URL like http://127.0.0.1:7300 is expected`, {
    exitCode: 2,
  });
}
