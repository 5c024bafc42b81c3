/** A Live double with a DNS double behind it, on a driven clock. */
import type { CallbackSender } from '../../../local/callbacks/callback.ts';
import { createDns, type Dns } from '../../../local/dns/dns.ts';
import { Faults } from '../../../local/faults.ts';
import type { LiveSettings } from '../../../local/live/context.ts';
import { createLive, type Live } from '../../../local/live/live.ts';
import { createRtc, type Rtc } from '../../../local/rtc/rtc.ts';
import { createVod, type Vod } from '../../../local/vod/vod.ts';
import { type Call, caller } from '../openapi/call.ts';
import { DrivenClock } from '../openapi/driven-clock.ts';

const ACCOUNT_ID = '1234567890123456';
export const ONLINE_AFTER_MS = 60_000;
export const GONE_AFTER_MS = 20_000;

export interface LiveCloud {
  readonly clock: DrivenClock;
  readonly dns: Dns;
  readonly live: Live;
  readonly rtc: Rtc;
  readonly vod: Vod;
  readonly faults: Faults;
  /** Of Live. */
  readonly call: Call;
  readonly callVod: Call;
  /** Adds a domain below `localhost`; it is online when this returns. */
  addOnline(name: string, type: 'liveEdge' | 'liveVideo'): Promise<void>;
}

export const ARTC_APP = { appId: 'app', appKey: 'key-of-app', name: 'local' };

export interface LiveCloudOptions {
  readonly clock?: DrivenClock;
  readonly settings?: Partial<LiveSettings>;
  readonly callbacks?: CallbackSender;
  readonly faults?: Faults;
}

export function liveCloud(options: LiveCloudOptions = {}): LiveCloud {
  const { clock = new DrivenClock(), faults = new Faults() } = options;
  const sender = options.callbacks ? { callbacks: options.callbacks } : {};
  const dns = createDns({ clock, domains: ['localhost', 'example.com', 'example.com.cn'] });
  const settings = { domainOnlineAfterMs: ONLINE_AFTER_MS, domainGoneAfterMs: GONE_AFTER_MS, ...options.settings };
  const rtc = createRtc({ clock, accountId: ACCOUNT_ID, apps: [ARTC_APP] });
  const vod = createVod({ clock, accountId: ACCOUNT_ID, ...sender });
  const live = createLive({ clock, dns, accountId: ACCOUNT_ID, settings, rtc, recordings: vod, faults, ...sender });
  const call = caller(live.service, clock, ACCOUNT_ID);
  return {
    clock,
    dns,
    live,
    rtc,
    vod,
    faults,
    call,
    callVod: caller(vod.service, clock, ACCOUNT_ID),
    async addOnline(DomainName, LiveDomainType) {
      await call('AddLiveDomain', { DomainName, LiveDomainType, Region: 'cn-shanghai' });
      clock.advance(ONLINE_AFTER_MS);
    },
  };
}
