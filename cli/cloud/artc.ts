/** The ARTC application of a stage: bought in the console, since no API creates one (live.md §0.2). */
import { CliError } from '../errors.ts';
import { callRpc } from './rpc.ts';
import type { Target } from './target.ts';

export interface ArtcApplication {
  readonly appId: string;
  readonly appKey: string;
}

// UNCERTAIN: the legacy RTC API may not know applications of the Live console, and its host may be regional.
const RTC = { host: 'rtc.aliyuncs.com', version: '2018-01-11' };

/** The AppKey, as the service tells it to whoever may read it. */
export async function readArtcApplication(target: Target, appId: string): Promise<ArtcApplication> {
  const { AppKey: appKey } = await callRpc(target, { ...RTC, action: 'DescribeAppKey' }, { AppId: appId });
  if (typeof appKey === 'string' && appKey !== '') return { appId, appKey };
  throw new CliError('UnexpectedAnswer', `DescribeAppKey answered without the AppKey of ${appId}`);
}

/** The account's ARTC application when it has exactly one, else undefined. */
export async function onlyArtcApplication(target: Target): Promise<ArtcApplication | undefined> {
  const { AppList: list } = await callRpc(target, { ...RTC, action: 'DescribeApps' }, { PageSize: '2', PageNum: '1' });
  const apps = (list as { App?: { AppId?: string }[] } | undefined)?.App ?? [];
  const appId = apps.length === 1 ? apps[0]?.AppId : undefined;
  return appId === undefined ? undefined : readArtcApplication(target, appId);
}
