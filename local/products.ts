/** The products of the local cloud, made with what each of them needs of the others. */
import { join } from 'node:path';
import { Deliveries } from './callbacks/deliveries.ts';
import type { Clock } from './clock.ts';
import { createCms } from './cms/cms.ts';
import { createDns } from './dns/dns.ts';
import type { Faults } from './faults.ts';
import { createFc } from './fc/fc.ts';
import type { HttpRequestRecord } from './fc/http-record.ts';
import { createLive } from './live/live.ts';
import { openApiProduct } from './openapi/product.ts';
import type { QuotaSettings } from './openapi/quotas.ts';
import { createRam } from './ram/ram.ts';
import { createRos } from './ros/ros.ts';
import { createRtc } from './rtc/rtc.ts';
import { createSls } from './sls/sls.ts';
import type { Account } from './state.ts';
import { createSts } from './sts/sts.ts';
import { createTablestore } from './tablestore/tablestore.ts';
import { createVod } from './vod/vod.ts';

const REGION = 'cn-shanghai';
/** Milliseconds that a new domain stays `configuring`: minutes in the real service. */
const DOMAIN_ONLINE_AFTER_MS = 300;
/** Milliseconds from the end of a push to that of its recording: three minutes in the real service. */
const RECORDING_DELAY_MS = 500;

export interface ProductsOptions {
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly account: Account;
  readonly faults: Faults;
  /** Of the cloud; known once it listens. */
  readonly endpoint: () => string;
  /** Where everything listens. */
  readonly host: string;
  readonly directory: string | undefined;
  readonly triggerPort: number;
  readonly reservedPorts: readonly number[];
  readonly quotas: QuotaSettings | undefined;
  readonly onHttpRequest: (record: HttpRequestRecord) => void;
}

export function createProducts(options: ProductsOptions) {
  const { clock, log, account, faults, endpoint, host, directory, triggerPort, reservedPorts, onHttpRequest } = options;
  const { accountId } = account;
  const ram = createRam({ accountId, clock, account });
  const dns = createDns({ clock });
  const cms = createCms();
  const sls = createSls({ clock, access: { identities: ram, accountId, regionId: REGION } });
  const tablestore = createTablestore({
    clock,
    identities: ram,
    accountId,
    regionId: REGION,
    ...(directory === undefined ? {} : { directory: join(directory, 'tablestore') }),
  });
  const callbacks = new Deliveries({ clock, fetch: (url, init) => fetch(url, init), faults, log });
  const rtc = createRtc({ clock, accountId, apps: [{ ...account.artcApp, name: 'local' }] });
  const vod = createVod({ clock, accountId, callbacks });
  const live = createLive({
    ...{ clock, dns, accountId, callbacks, faults, log, rtc },
    recordings: vod,
    settings: { domainOnlineAfterMs: DOMAIN_ONLINE_AFTER_MS, recordingDelayMs: RECORDING_DELAY_MS },
  });
  const fc = createFc({
    ...{ clock, accountId, sls, endpoint, host, triggerPort, reservedPorts, log, onHttpRequest },
    identities: ram,
  });
  const ros = createRos({
    clock,
    accountId,
    resourceTypes: [ram, dns, sls, cms, tablestore, fc].flatMap((product) => product.resourceTypes),
    invoke: async (serviceToken, payload) => {
      await fc.invoke(serviceToken, payload, 'async');
    },
    endpoint,
    activation: faults,
  });
  const services = [createSts({ ram }), dns, live, rtc, vod, ros].map((product) => product.service);
  const openApi = openApiProduct({
    ...{ services, identities: ram, clock, accountId, endpoint },
    ...(options.quotas ? { quotas: options.quotas } : {}),
  });
  return { ram, dns, sls, cms, tablestore, live, rtc, vod, fc, ros, openApi, callbacks };
}
