/** Real-time communication (ARTC) of the local cloud: applications and automatic stream relay (2018-01-11). */
import type { Clock } from '../clock.ts';
import { RTC_RULES } from '../openapi/rules.ts';
import type { OpenApiService } from '../openapi/service.ts';
import type { Json, Product } from '../product.ts';
import { describeAppKey, describeApps, modifyApp } from './actions/apps.ts';
import {
  createAutoLiveStreamRule,
  deleteAutoLiveStreamRule,
  describeAutoLiveStreamRule,
  disableAutoLiveStreamRule,
  enableAutoLiveStreamRule,
  updateAutoLiveStreamRule,
} from './actions/relay-rules.ts';
import { describeAppLiveStreamStatus, modifyAppLiveStreamStatus } from './actions/relay-switch.ts';
import { type ChannelLogin, type ChannelLoginProblem, channelLoginProblem } from './channel-token.ts';
import { Channels, type Participant } from './channels.ts';
import { type RelayTarget, relayTargets } from './relay.ts';
import { type ArtcApp, type RtcState, RtcStore } from './store.ts';

export interface RtcOptions {
  readonly clock: Clock;
  readonly accountId: string;
  /** The applications that exist: in the real world they are bought in the console. */
  readonly apps: readonly ArtcApp[];
}

export interface Rtc extends Product {
  readonly service: OpenApiService;
  /** For the media server: who is in which channel and sends what. */
  readonly channels: Channels;
  /** Undefined when this login (WHIP, WHEP, co-streaming URL) is good now. */
  loginProblem(login: ChannelLogin): ChannelLoginProblem | undefined;
  /** Where rules want the stream of this participant relayed to. */
  relayTargets(participant: Participant): RelayTarget[];
  /** The key of an application; undefined when there is no such application. */
  appKey(appId: string): string | undefined;
}

export function createRtc({ clock, apps }: RtcOptions): Rtc {
  const store = new RtcStore(apps);
  const channels = new Channels(clock);
  const appKey = (appId: string): string | undefined => store.find(appId)?.app.appKey;
  const utcNow = (): string => new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    name: 'rtc',
    service: {
      product: 'rtc',
      version: '2018-01-11',
      host: 'rtc.aliyuncs.com',
      rules: RTC_RULES,
      actions: {
        DescribeApps: describeApps(store),
        DescribeAppKey: describeAppKey(store),
        ModifyApp: modifyApp(store),
        DescribeAppLiveStreamStatus: describeAppLiveStreamStatus(store),
        ModifyAppLiveStreamStatus: modifyAppLiveStreamStatus(store),
        CreateAutoLiveStreamRule: createAutoLiveStreamRule(store, utcNow),
        UpdateAutoLiveStreamRule: updateAutoLiveStreamRule(store),
        EnableAutoLiveStreamRule: enableAutoLiveStreamRule(store),
        DisableAutoLiveStreamRule: disableAutoLiveStreamRule(store),
        DeleteAutoLiveStreamRule: deleteAutoLiveStreamRule(store),
        DescribeAutoLiveStreamRule: describeAutoLiveStreamRule(store),
      },
      // UNCERTAIN: the resources of rtc actions; none is documented where it could be read (live.md §9).
      permission: (action) => ({ action: `rtc:${action}`, resource: '*' }),
    },
    channels,
    appKey,
    loginProblem: (login) => channelLoginProblem(appKey(login.appId), login, clock.now()),
    relayTargets(participant) {
      const held = store.find(participant.appId);
      return held ? relayTargets(held, participant) : [];
    },
    route: () => undefined,
    inventory: () => inventoryOf(store),
    save: () => store.save() as unknown as Json,
    load: (state) => store.load(state as unknown as RtcState),
    close: async () => undefined,
  };
}

function inventoryOf(store: RtcStore): Json {
  const entries = store.all().map(({ app, name, relay, rules }): [string, Json] => {
    const ruleNames = rules.map((rule) => `${rule.name} → ${rule.playDomain}${rule.enabled ? '' : ' (disabled)'}`);
    return [app.appId, { name, relay, rules: ruleNames }];
  });
  return { apps: Object.fromEntries(entries) };
}
