/** ApsaraVideo Live of the local cloud: domains, callbacks, recording, IM, streams, relay tasks (2016-11-01). */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { LIVE_RULES } from '../openapi/rules.ts';
import type { OpenApiService } from '../openapi/service.ts';
import type { Json, Product } from '../product.ts';
import { liveActions } from './actions.ts';
import type { LiveContext, LiveSettings } from './context.ts';
import { type DomainState, DomainStore } from './domains/store.ts';
import { liveInventory } from './inventory.ts';
import { type AppToken, loginProblem } from './messaging/app-token.ts';
import { MessageApps, type MessagingState } from './messaging/apps.ts';
import { type MpuTask, MpuTasks } from './mpu/tasks.ts';
import { permission } from './permission.ts';
import { type ForbiddenStream, Streams } from './streams/streams.ts';
import { type UrlProblem, urlProblem } from './url-signing.ts';

export interface LiveOptions {
  readonly clock: Clock;
  readonly accountId: string;
  readonly settings: LiveSettings;
  /** The DNS double, where ownership of domains is proven. */
  readonly dns: { resolve(name: string, type: string): string[] };
  /** So many random bytes; `randomBytes` of Node.js when absent. */
  readonly random?: (bytes: number) => Buffer;
}

export interface Live extends Product {
  readonly service: OpenApiService;
  /** For the media server: who is pushing, who may. */
  readonly streams: Streams;
  /** For the IM gateway: applications, groups with members, events. */
  readonly apps: MessageApps;
  /** Undefined when this URL of this domain may be used now. */
  urlProblem(domainName: string, url: string): UrlProblem | 'UNKNOWN DOMAIN' | undefined;
  /** Undefined when an IM login is good, else why not. */
  loginProblem(appId: string, appSign: string, login: AppToken): string | undefined;
}

interface LiveState {
  readonly domains: DomainState;
  readonly messaging: MessagingState;
  readonly forbidden: ForbiddenStream[];
  readonly mpu: MpuTask[];
}

export function createLive({ clock, accountId, settings, dns, random = randomBytes }: LiveOptions): Live {
  const { domainOnlineAfterMs: onlineAfterMs, domainGoneAfterMs: goneAfterMs = onlineAfterMs } = settings;
  const domains = new DomainStore({ clock, random, onlineAfterMs, goneAfterMs });
  const apps = new MessageApps(clock, random);
  const streams = new Streams(clock, domains);
  const mpu = new MpuTasks(clock);
  const resolve = (name: string, type: string): string[] => dns.resolve(name, type);
  const context: LiveContext = { clock, accountId, domains, apps, streams, mpu, resolve };
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
    apps,
    route: () => undefined,
    urlProblem(domainName, url) {
      const domain = domains.find(domainName);
      return domain ? urlProblem(url, domain.configs, clock.now()) : 'UNKNOWN DOMAIN';
    },
    loginProblem(appId, appSign, login) {
      const app = apps.all().find((held) => held.appId === appId);
      return app ? loginProblem(app, appSign, login, clock.now()) : 'the application does not exist';
    },
    inventory: () => liveInventory(context),
    save() {
      const state: LiveState = {
        domains: domains.save(),
        messaging: apps.save(),
        forbidden: streams.save(),
        mpu: mpu.save(),
      };
      return state as unknown as Json;
    },
    load(saved) {
      const state = saved as unknown as LiveState;
      domains.load(state.domains);
      apps.load(state.messaging);
      streams.load(state.forbidden);
      mpu.load(state.mpu);
    },
    close: async () => undefined,
  };
}
