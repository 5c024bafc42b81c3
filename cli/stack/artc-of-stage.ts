/** The ARTC application that a stage co-streams with. Its AppKey is a secret: it comes from the environment or the service. */
import type { Stage } from '../../cdk/config/schema.ts';
import { type ArtcApplication, onlyArtcApplication, readArtcApplication } from '../cloud/artc.ts';
import type { Target } from '../cloud/target.ts';
import { LOCAL_STAGE } from '../context.ts';
import { CliError } from '../errors.ts';

/** Never from `ros.json` or the command line. */
const ARTC_APP_KEY_VARIABLE = 'LIVE_STACK_ARTC_APP_KEY';

/** Undefined: the stage offers no co-streaming. Stage `local` takes the one application that the local cloud has. */
export async function artcOf(stage: Stage, target: Target): Promise<ArtcApplication | undefined> {
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
