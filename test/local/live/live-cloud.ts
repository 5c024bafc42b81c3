/** A Live double with a DNS double behind it, on a driven clock. */
import { createDns, type Dns } from '../../../local/dns/dns.ts';
import { createLive, type Live } from '../../../local/live/live.ts';
import { type Call, caller } from '../openapi/call.ts';
import { DrivenClock } from '../openapi/driven-clock.ts';

export const ACCOUNT_ID = '1234567890123456';
export const ONLINE_AFTER_MS = 60_000;
export const GONE_AFTER_MS = 20_000;

export interface LiveCloud {
  readonly clock: DrivenClock;
  readonly dns: Dns;
  readonly live: Live;
  readonly call: Call;
  /** Adds a domain below `localhost`; it is online when this returns. */
  addOnline(name: string, type: 'liveEdge' | 'liveVideo'): Promise<void>;
}

export function liveCloud(): LiveCloud {
  const clock = new DrivenClock();
  const dns = createDns({ clock, domains: ['localhost', 'example.com', 'example.com.cn'] });
  const settings = { domainOnlineAfterMs: ONLINE_AFTER_MS, domainGoneAfterMs: GONE_AFTER_MS };
  const live = createLive({ clock, dns, accountId: ACCOUNT_ID, settings });
  const call = caller(live.service, clock, ACCOUNT_ID);
  return {
    clock,
    dns,
    live,
    call,
    async addOnline(DomainName, LiveDomainType) {
      await call('AddLiveDomain', { DomainName, LiveDomainType, Region: 'cn-shanghai' });
      clock.advance(ONLINE_AFTER_MS);
    },
  };
}
