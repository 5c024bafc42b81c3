/** Questions about ARTC applications. */
import { FIND_ARTC_APP } from '../../../cdk/config/fields.ts';
import { appIdsIn } from '../../cloud/artc.ts';
import { RTC } from '../../doctor/check.ts';
import { CliError } from '../../errors.ts';
import { open, type ProbeWorld, type Question, settled } from '../question.ts';

const NO_APPLICATION = 'The stage names no application ("artcAppId").';

export const rtcEndpoint: Question = {
  id: 'rtc-endpoint',
  asks: 'Is the RTC endpoint global or regional?',
  settle: async ({ rpc }) => {
    const { TotalNum } = await rpc({ ...RTC, action: 'DescribeApps' }, { PageSize: '1', PageNum: '1' });
    return settled(`The global one answers; it knows ${String(TotalNum ?? 'an unknown number of')} applications.`);
  },
};

export const artcKey: Question = {
  id: 'artc-key',
  asks: 'May every kind of ARTC application show its key through `DescribeAppKey`?',
  settle: async (world) => {
    const { rpc } = world;
    const AppId = await appIdOf(world);
    if (AppId === undefined) return open(NO_APPLICATION);
    try {
      const { AppKey } = await rpc({ ...RTC, action: 'DescribeAppKey' }, { AppId });
      return settled(AppKey ? 'The one of this stage does.' : 'The one of this stage answers without a key.');
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      return settled(`The one of this stage does not: ${error.code}.`);
    }
  },
};

export const artcListed: Question = {
  id: 'artc-listed',
  asks: 'Does `DescribeApps` list applications that were bought in the Live console?',
  settle: async (world) => {
    const AppId = await appIdOf(world);
    if (AppId === undefined) return open(NO_APPLICATION);
    const { AppList } = await world.rpc({ ...RTC, action: 'DescribeApps' }, { AppId, PageSize: '10', PageNum: '1' });
    return settled(
      appIdsIn(AppList).includes(AppId) ? 'It lists the one of this stage.' : 'Not the one of this stage.',
    );
  },
};

export const relaySwitch: Question = {
  id: 'artc-relay-switch',
  asks: 'Result of `DescribeAppLiveStreamStatus` when the relay is on',
  settle: async (world) => {
    const AppId = await appIdOf(world);
    if (AppId === undefined) return open(NO_APPLICATION);
    const { Result } = await world.rpc({ ...RTC, action: 'DescribeAppLiveStreamStatus' }, { AppId });
    if (Result === 'disable') return open('The relay of this stage is off: switch it on, then ask again.');
    return settled(`It is ${JSON.stringify(Result ?? null)} for the application of this stage.`);
  },
};

/** The one that the stage was deployed with, or will be. */
async function appIdOf({ outputs, stage: { artcAppId } }: ProbeWorld): Promise<string | undefined> {
  const { ArtcAppId } = await outputs();
  return ArtcAppId || (artcAppId === FIND_ARTC_APP ? undefined : artcAppId);
}
