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

/** AppIds of the account's ARTC applications that are in use, of the first page (help.aliyun.com/document_detail/71343.html). */
export async function artcAppIds(target: Target): Promise<string[]> {
  const query = { Status: '1', PageSize: '10', PageNum: '1' };
  const { AppList: list } = await callRpc(target, { ...RTC, action: 'DescribeApps' }, query);
  return appIdsIn(list);
}

export function appIdsIn(list: unknown): string[] {
  const apps = (list as { App?: { AppId?: string }[] } | undefined)?.App ?? [];
  return apps.flatMap(({ AppId }) => AppId ?? []);
}
