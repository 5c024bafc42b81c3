/** Interactive messaging (IM) apps of the account, found by name: names are not unique to the service, so ours must be. */
import * as z from 'zod/mini';
import type { OpenApi } from '../../cloud/openapi.ts';
import { read } from '../resource.ts';

/** `Disable` is a string in the list and a boolean in the description (live-api.json). */
const truth = z.pipe(
  z.optional(z.union([z.boolean(), z.string()])),
  z.transform((value) => value === true || value === 'true'),
);

const appSchema = z.object({
  AppId: z.string(),
  AppName: z.optional(z.string()),
  AppKey: z.string(),
  AppSign: z.string(),
  Disable: truth,
  CreateTime: z.optional(z.number()),
});

const page = z.object({
  AppList: z.optional(z.array(appSchema)),
  HasMore: z.optional(z.boolean()),
  NextPageToken: z.optional(z.number()),
});

export type MessageApp = z.infer<typeof appSchema>;

/** 300 apps at most in an account (live.md §5); a page is never empty, so this ends. */
const MOST_PAGES = 300;

/** An app of this name; an enabled one before a disabled one, the oldest first. */
export async function findMessageApp(
  openApi: OpenApi,
  DataCenter: string,
  name: string,
): Promise<MessageApp | undefined> {
  const action = 'ListLiveMessageApps';
  const found: MessageApp[] = [];
  let token: number | undefined;
  for (let count = 0; count < MOST_PAGES; count++) {
    const parameters = { SortType: 1, DataCenter, NextPageToken: token };
    const { AppList = [], HasMore, NextPageToken } = read(page, await openApi.call('live', action, parameters), action);
    found.push(...AppList.filter(({ AppName }) => AppName === name));
    if (!HasMore || AppList.length === 0 || NextPageToken === undefined || NextPageToken === token) {
      break;
    }
    token = NextPageToken;
  }
  const order = (app: MessageApp): number => (app.Disable ? 1e15 : 0) + (app.CreateTime ?? 0);
  return found.sort((a, b) => order(a) - order(b))[0];
}

export async function setMessageAppDisabled(
  openApi: OpenApi,
  DataCenter: string,
  AppId: string,
  Disable: boolean,
): Promise<void> {
  await openApi.call('live', 'ModifyLiveMessageAppDisable', { AppId, DataCenter, Disable });
}
