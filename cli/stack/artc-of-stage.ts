/** The ARTC application that a stage co-streams with. Its AppKey is a secret: it comes from the environment or the service. */
import { FIND_ARTC_APP } from '../../cdk/config/fields.ts';
import type { Stage } from '../../cdk/config/schema.ts';
import { type ArtcApplication, artcAppIds, readArtcApplication } from '../cloud/artc.ts';
import type { Target } from '../cloud/target.ts';
import { LOCAL_STAGE } from '../context.ts';
import { CliError } from '../errors.ts';

/** Never from `ros.json` or the command line. */
export const ARTC_APP_KEY_VARIABLE = 'LIVE_STACK_ARTC_APP_KEY';

/** Undefined: the stage offers no co-streaming. Stage `local` takes the one application that the local cloud has. */
export async function artcOf(stage: Stage, target: Target): Promise<ArtcApplication | undefined> {
  if (!stage.artcAppId) return stage.name === LOCAL_STAGE ? localApplication(target) : undefined;
  return withKey(stage.artcAppId === FIND_ARTC_APP ? await onlyAppId(target) : stage.artcAppId, target);
}

/** Its key is never that of the environment, which is for a real one. */
async function localApplication(target: Target): Promise<ArtcApplication | undefined> {
  const [appId] = await artcAppIds(target);
  return appId === undefined ? undefined : readArtcApplication(target, appId);
}

/** Co-streaming with an application that somebody else bought for something else would be a surprise: so only one, or a name. */
async function onlyAppId(target: Target): Promise<string> {
  const [appId, ...others] = await artcAppIds(target).catch((error: CliError) => {
    throw new CliError('NoArtcApp', `the ARTC applications of the account cannot be listed: ${error.message}`, {
      hint: 'Set "artcAppId" to the AppId that the Live console shows.',
      exitCode: 2,
    });
  });
  if (appId !== undefined && others.length === 0) return appId;
  throw new CliError(
    'NoArtcApp',
    appId === undefined
      ? 'the account has no ARTC application in use that the API lists'
      : `the account has several ARTC applications: ${[appId, ...others].join(', ')}`,
    {
      hint: 'Set "artcAppId" to the one for this stage (Live console > ApsaraVideo Real-time Communication > Applications).',
      exitCode: 2,
      details: { appIds: appId === undefined ? [] : [appId, ...others] },
    },
  );
}

async function withKey(appId: string, target: Target): Promise<ArtcApplication> {
  const appKey = process.env[ARTC_APP_KEY_VARIABLE];
  if (appKey) return { appId, appKey };
  return readArtcApplication(target, appId).catch((error: CliError) => {
    throw new CliError('NoArtcAppKey', `the AppKey of ARTC application ${appId} is not known: ${error.message}`, {
      hint: `Set ${ARTC_APP_KEY_VARIABLE} to it (Live console > ApsaraVideo Real-time Communication > Applications).`,
      exitCode: 2,
    });
  });
}
