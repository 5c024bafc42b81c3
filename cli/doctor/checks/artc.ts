/** Whether the ARTC application of the stage exists, and whether its streams are relayed. */
import { FIND_ARTC_APP } from '../../../cdk/config/fields.ts';
import { appIdsIn } from '../../cloud/artc.ts';
import { LOCAL_STAGE } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { type Check, type Finding, ok, RTC, type World } from '../check.ts';

const CONSOLE = 'https://live.console.aliyun.com/';

export const artc: Check = {
  id: 'artc',
  title: 'ARTC application',
  isPreflight: false,
  needsCloud: true,
  run: async (world) => {
    const { rpc, stage } = world;
    const appId = stage.artcAppId === FIND_ARTC_APP ? await foundIn(world) : stage.artcAppId;
    if (typeof appId === 'object') return [appId];
    if (appId === undefined && stage.name === LOCAL_STAGE) {
      return [ok('The local cloud has an application of its own.')];
    }
    if (appId === undefined) {
      return [
        {
          verdict: 'ok',
          says: 'The stage names no application: co-streaming is not offered.',
          mend: 'To offer it, buy one in the Live console (free until used) and set "artcAppId".',
          link: CONSOLE,
        },
      ];
    }
    try {
      await rpc({ ...RTC, action: 'DescribeAppKey' }, { AppId: appId });
    } catch (error) {
      return [unreadable(error, appId)];
    }
    return [ok(`Application ${appId} exists and its key can be read.`), await relay(world, appId)];
  },
};

/** The account's only application, as a deployment would find it. */
async function foundIn({ rpc }: World): Promise<string | Finding> {
  const { AppList } = await rpc({ ...RTC, action: 'DescribeApps' }, { Status: '1', PageSize: '10', PageNum: '1' });
  const [appId, ...others] = appIdsIn(AppList);
  if (appId !== undefined && others.length === 0) return appId;
  const found = appId === undefined ? 'none that the API lists' : [appId, ...others].join(', ');
  return {
    verdict: 'problem',
    says: `"artcAppId": "${FIND_ARTC_APP}" needs one application in use; the account has ${found}.`,
    mend: 'Set "artcAppId" to the AppId that the Live console shows, or buy one there.',
    link: CONSOLE,
  };
}

/** UNCERTAIN: the legacy RTC API may not know applications of the Live console (live.md §0.3). */
function unreadable(error: unknown, appId: string): Finding {
  if (!(error instanceof CliError)) throw error;
  return {
    verdict: 'unknown',
    says: `The key of application ${appId} cannot be read: ${error.message}.`,
    mend: 'Look whether the application exists, and set LIVE_STACK_ARTC_APP_KEY to its key when you deploy.',
    link: CONSOLE,
  };
}

async function relay({ rpc, stage }: World, appId: string): Promise<Finding> {
  try {
    const { Rules } = await rpc({ ...RTC, action: 'DescribeAutoLiveStreamRule' }, { AppId: appId });
    const rules = (Array.isArray(Rules) ? Rules : []) as { PlayDomain?: string }[];
    const found = rules.some(({ PlayDomain }) => PlayDomain?.includes(stage.domains.streaming));
    if (found) return ok(`Streams of the application are relayed to ${stage.domains.streaming}.`);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
  }
  return {
    verdict: 'unknown',
    says: 'No relay rule for the streaming domain can be seen; the deployment tries to make one, and says when it is left to you.',
    mend: `Live console > Real-time Communication > Applications > Manage > Stream Relay: ${stage.domains.streaming}, AppName ${stage.appName}.`,
    link: CONSOLE,
  };
}
