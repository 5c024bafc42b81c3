/** ApsaraVideo Live of the local cloud: domains, callbacks, recording, IM, streams, relay tasks (2016-11-01). */
import { randomBytes } from 'node:crypto';
import type { CallbackSender } from '../callbacks/callback.ts';
import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import { LIVE_RULES } from '../openapi/rules.ts';
import type { OpenApiService } from '../openapi/service.ts';
import type { Json, Product } from '../product.ts';
import type { Rtc } from '../rtc/rtc.ts';
import { liveActions } from './actions.ts';
import { type ActivityState, createActivity } from './activity.ts';
import type { LiveContext, LiveSettings } from './context.ts';
import { type LiveDomainType, statusOf } from './domains/domain.ts';
import { type DomainState, DomainStore } from './domains/store.ts';
import { liveInventory } from './inventory.ts';
import { type AppToken, type LoginProblem, loginProblem } from './messaging/app-token.ts';
import { MessageApps, type MessagingState } from './messaging/apps.ts';
import type { MpuTasks } from './mpu/tasks.ts';
import { permission } from './permission.ts';
import type { RecordingFiles, RecordingSink } from './recording/files.ts';
import type { OpenRecording } from './recording/recorder.ts';
import type { Streams } from './streams/streams.ts';
import { type UrlProblem, urlProblem } from './url-signing.ts';

export interface LiveOptions {
  readonly clock: Clock;
  readonly accountId: string;
  readonly settings: LiveSettings;
  /** The DNS double, where ownership of domains is proven. */
  readonly dns: { resolve(name: string, type: string): string[] };
  /** So many random bytes; `randomBytes` of Node.js when absent. */
  readonly random?: (bytes: number) => Buffer;
  /** How callbacks are sent; not at all when absent. */
  readonly callbacks?: CallbackSender;
  /** Where recordings go, which is VOD; nowhere when absent. */
  readonly recordings?: RecordingSink;
  /** ARTC, whose channels can be relayed; without it nobody is in any channel. */
  readonly rtc?: Pick<Rtc, 'channels' | 'appKey'>;
  readonly faults?: Pick<Faults, 'takeState'>;
  readonly log?: (line: string) => void;
}

export interface Live extends Product {
  readonly service: OpenApiService;
  /** For the media server: who is pushing, who may. */
  readonly streams: Streams;
  /** For the media server: which ARTC participants to relay and to mix. */
  readonly mpu: MpuTasks;
  /** For the media server: what is being recorded, and by whom files are supplied. */
  readonly recordings: { open(): OpenRecording[]; useFiles(files: RecordingFiles): void };
  /** For the IM gateway: applications, groups with members, events. */
  readonly apps: MessageApps;
  /** For the media server: the domains of this type that work now. */
  onlineDomains(type: LiveDomainType): string[];
  /** Undefined when this URL of this domain may be used now. */
  urlProblem(domainName: string, url: string): UrlProblem | 'UNKNOWN DOMAIN' | undefined;
  /** Undefined when an IM login is good, else why not. */
  loginProblem(appId: string, appSign: string, login: AppToken): LoginProblem | undefined;
}

interface LiveState extends ActivityState {
  readonly domains: DomainState;
  readonly messaging: MessagingState;
}

export function createLive(options: LiveOptions): Live {
  const { clock, accountId, settings, dns, random = randomBytes, faults = { takeState: () => undefined } } = options;
  const { domainOnlineAfterMs: onlineAfterMs, domainGoneAfterMs: goneAfterMs = onlineAfterMs } = settings;
  const domains = new DomainStore({ clock, random, onlineAfterMs, goneAfterMs });
  const apps = new MessageApps(clock, random);
  const { callbacks, recordings, rtc, log } = options;
  const activity = createActivity({ clock, random, settings, domains, callbacks, recordings, rtc, log });
  const { streams, mpu, recorder } = activity;
  const resolve = (name: string, type: string): string[] => dns.resolve(name, type);
  const context: LiveContext = { ...activity, clock, accountId, faults, domains, apps, resolve };
  return {
    name: 'live',
    service: {
      product: 'live',
      version: '2016-11-01',
      host: 'live.aliyuncs.com',
      rules: LIVE_RULES,
      actions: liveActions(context),
      permission,
    },
    streams,
    mpu,
    recordings: recorder,
    apps,
    route: () => undefined,
    onlineDomains: (type) =>
      domains
        .all()
        .filter((domain) => domain.type === type && statusOf(domain, clock.now()) === 'online')
        .map(({ name }) => name),
    urlProblem(domainName, url) {
      const domain = domains.find(domainName);
      return domain ? urlProblem(url, domain.configs, clock.now()) : 'UNKNOWN DOMAIN';
    },
    loginProblem(appId, appSign, login) {
      const app = apps.find(appId);
      return app ? loginProblem(app, appSign, login, clock.now()) : 'AppNotFound';
    },
    inventory: () => liveInventory(context),
    save() {
      const state: LiveState = { domains: domains.save(), messaging: apps.save(), ...activity.save() };
      return state as unknown as Json;
    },
    load(saved) {
      const state = saved as unknown as LiveState;
      domains.load(state.domains);
      apps.load(state.messaging);
      activity.load(state);
    },
    close: async () => activity.close(),
  };
}
