/** Relays co-streamers of an ARTC app to the streaming domain, so that viewers see them without ARTC. */
import * as z from 'zod/mini';
import { CloudError } from '../../cloud/errors.ts';
import type { OpenApi } from '../../cloud/openapi.ts';
import { domainName, text } from '../properties.ts';
import { type Context, defineResource, read } from '../resource.ts';
import { createOnce } from './create-once.ts';
import { unlessMissing } from './missing.ts';

const rules = z.object({
  Rules: z.optional(
    z.array(
      z.object({
        RuleId: z.number(),
        RuleName: z.optional(z.string()),
        PlayDomain: z.optional(z.string()),
        Status: z.optional(z.string()),
      }),
    ),
  ),
});

const schema = z.object({
  AppId: text(64),
  StreamingDomain: domainName(),
  /** The relay always publishes to this app name, `live` (live.md §0.3). */
  AppName: text(255),
  RuleName: text(64),
});

type Properties = z.infer<typeof schema>;

/** `manual`: the app's relay must be switched on in the console (Manage > Stream Relay), which no API does for it. */
type Mode = 'automatic' | 'manual';

export const artcRelay = defineResource({
  type: 'Custom::ArtcRelay',
  schema,
  immutable: ['RuleName'],
  physicalId: ({ RuleName }) => `artc-relay/${RuleName}`,
  apply: async (properties, context) => {
    const mode = await applyRule(properties, context);
    await removeRulesOfOtherApps(properties, context);
    return { Mode: mode };
  },
  undo: { rule: ({ key, data }, { openApi }) => deleteRule(openApi, key, data) },
});

async function applyRule(properties: Properties, context: Context): Promise<Mode> {
  try {
    await ensureRule(properties, context);
    return await modeOf(properties, context);
  } catch (error) {
    if (!isRefusedForThisApp(error)) {
      throw error;
    }
    context.log.warn('relay must be switched on by hand', { appId: properties.AppId, error });
    return 'manual';
  }
}

const switchStatus = z.object({ Result: z.optional(z.string()) });

/**
 * A rule alone relays nothing while the app's own switch is off. It is only read: the action that changes it takes no value
 * (live.md §0.3), so a repeated call might switch it off again.
 */
async function modeOf({ AppId }: Properties, { openApi, log }: Context): Promise<Mode> {
  const action = 'DescribeAppLiveStreamStatus';
  const { Result } = read(switchStatus, await openApi.call('rtc', action, { AppId }), action);
  // UNCERTAIN: only the value `disable` is documented.
  if (Result !== 'disable') {
    return 'automatic';
  }
  log.warn('the relay of the ARTC app is off: switch it on in the console', { appId: AppId });
  return 'manual';
}

/**
 * UNCERTAIN: the rules are those of "legacy RTC"; whether they act on apps made in the Live console, and with which code
 * newer apps refuse them, is not documented (live.md §0.3). So any final refusal but that of our own rights counts.
 */
function isRefusedForThisApp(error: unknown): boolean {
  const isOurRights = /^(NoPermission|Forbidden\.RAM|Unauthorized|AccessDenied)/i;
  return error instanceof CloudError && !error.retryable && !isOurRights.test(error.code);
}

async function ensureRule({ AppId, StreamingDomain, AppName, RuleName }: Properties, context: Context): Promise<void> {
  const { openApi, journal } = context;
  const PlayDomain = playDomainOf(StreamingDomain, AppName);
  let rule = await findRule(openApi, AppId, RuleName);
  if (!rule) {
    await journal.record('rule', AppId, { name: RuleName });
    const create = { AppId, PlayDomain, RuleName };
    rule = await createOnce(
      () => openApi.call('rtc', 'CreateAutoLiveStreamRule', create, { repeatable: false }),
      () => findRule(openApi, AppId, RuleName),
    );
  } else if (rule.PlayDomain !== PlayDomain && journal.has('rule', AppId)) {
    await openApi.call('rtc', 'UpdateAutoLiveStreamRule', { AppId, RuleId: rule.RuleId, PlayDomain, RuleName });
  }
  if (rule?.Status === 'disable' && journal.has('rule', AppId)) {
    await openApi.call('rtc', 'EnableAutoLiveStreamRule', { AppId, RuleId: rule.RuleId });
  }
}

/** UNCERTAIN: described as "the streaming domain", while every example shows the URL with its placeholders. */
function playDomainOf(domain: string, app: string): string {
  return `rtmp://${domain}/${app}/\${stream}`;
}

async function findRule(openApi: OpenApi, AppId: string, name: string) {
  const action = 'DescribeAutoLiveStreamRule';
  const found = await unlessMissing(async () => read(rules, await openApi.call('rtc', action, { AppId }), action));
  return (found?.Rules ?? []).find(({ RuleName }) => RuleName === name);
}

async function deleteRule(openApi: OpenApi, AppId: string, data: unknown): Promise<void> {
  const { name } = read(z.object({ name: z.string() }), data, 'journal');
  const rule = await findRule(openApi, AppId, name).catch((error: unknown) => {
    // An app that knows no rules has none of ours.
    if (isRefusedForThisApp(error)) {
      return undefined;
    }
    throw error;
  });
  if (rule) {
    await unlessMissing(() => openApi.call('rtc', 'DeleteAutoLiveStreamRule', { AppId, RuleId: rule.RuleId }));
  }
}

async function removeRulesOfOtherApps({ AppId }: Properties, { openApi, journal }: Context): Promise<void> {
  for (const { key, data } of journal.entries('rule')) {
    if (key !== AppId) {
      await deleteRule(openApi, key, data);
      await journal.forget('rule', key);
    }
  }
}
