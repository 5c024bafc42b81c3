/** Tells the AppServer when a replay is ready. The account has one such callback, so a foreign one is never replaced. */
import * as z from 'zod/mini';
import type { OpenApi } from '../../cloud/openapi.ts';
import { url } from '../properties.ts';
import { type Context, defineResource, Refusal, read } from '../resource.ts';
import { callbackKey } from './callback-key.ts';
import { unlessMissing } from './missing.ts';

const events = z.pipe(
  z.pipe(
    z.union([z.string(), z.array(z.string())]),
    z.transform((value) => (Array.isArray(value) ? value.join(',') : value.replaceAll(' ', ''))),
  ),
  z.string().check(z.regex(/^[A-Za-z]+(,[A-Za-z]+)*$/, 'expected names of events, joined by commas')),
);

const schema = z.object({ CallbackUrl: url(), Events: events });
const journalData = z.object({ urls: z.array(z.string()) });

export const vodCallback = defineResource({
  type: 'Custom::VodCallback',
  schema,
  immutable: [],
  physicalId: () => 'vod-callback',
  apply: async ({ CallbackUrl, Events }, context) => {
    const { openApi, journal } = context;
    const AuthKey = await callbackKey('vod', context);
    const found = await describe(openApi);
    const ours = [...ourUrls(context), CallbackUrl];
    if (found && !ours.includes(found.CallbackURL)) {
      throw new Refusal(
        `The VOD service of this account sends its events to ${found.CallbackURL} already, and it has one callback only. ` +
          'Remove it in the VOD console, or deploy this stage without recording.',
      );
    }
    const isSame = found?.CallbackURL === CallbackUrl && found.AuthKey === AuthKey && found.EventTypeList === Events;
    if (!isSame || !journal.has('callback', 'vod')) {
      await journal.replace('callback', 'vod', { urls: [...new Set(ours)] });
      await openApi.call('vod', 'SetMessageCallback', {
        CallbackType: 'HTTP',
        CallbackURL: CallbackUrl,
        EventTypeList: Events,
        AuthSwitch: 'on',
        AuthKey,
      });
    }
    return {};
  },
  undo: {
    callback: async ({ data }, { openApi }) => {
      const { urls } = read(journalData, data, 'journal');
      const found = await describe(openApi);
      if (found && urls.includes(found.CallbackURL)) {
        await unlessMissing(() => openApi.call('vod', 'DeleteMessageCallback', {}));
      }
    },
  },
});

/** Every URL that this stack has ever set: after a failed update either of two may be in force. */
function ourUrls({ journal }: Context): string[] {
  return journal.entries('callback').flatMap(({ data }) => read(journalData, data, 'journal').urls);
}

/** Undefined when none is set; whether the service then answers an empty object or an error is UNCERTAIN. */
async function describe(openApi: OpenApi) {
  const action = 'GetMessageCallback';
  const callback = z.object({
    CallbackURL: z.optional(z.string()),
    EventTypeList: z.optional(z.string()),
    AuthKey: z.optional(z.string()),
  });
  const answer = z.object({ MessageCallback: z.optional(callback) });
  const found = await unlessMissing(async () => read(answer, await openApi.call('vod', action, {}), action));
  const { CallbackURL = '', ...more } = found?.MessageCallback ?? {};
  return CallbackURL ? { CallbackURL, ...more } : undefined;
}
