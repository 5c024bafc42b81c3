/** Alibaba Cloud on one machine: one process, one endpoint, every product by its own wire protocol. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { routeAdmin } from './admin.ts';
import { type Clock, systemClock } from './clock.ts';
import { createConsole } from './console/console.ts';
import { RequestLog } from './console/request-log.ts';
import type { Dns } from './dns/dns.ts';
import { Faults } from './faults.ts';
import type { LocalFc } from './fc/fc.ts';
import type { HttpRequestRecord } from './fc/http-record.ts';
import { openGateway, type RequestRecord } from './gateway.ts';
import { createImGateway } from './im/gateway.ts';
import type { Live } from './live/live.ts';
import type { Media } from './media/media.ts';
import type { QuotaSettings } from './openapi/quotas.ts';
import type { CloudRequest, Json, Operation, Product } from './product.ts';
import { createProducts } from './products.ts';
import type { Rtc } from './rtc/rtc.ts';
import { type Account, StateFile } from './state.ts';
import type { Vod } from './vod/vod.ts';

const HOST = '127.0.0.1';
/** Milliseconds between a change and its being kept; a stop keeps everything at once. */
const SAVE_DELAY_MS = 100;
export interface LocalCloudOptions {
  /** Where state is kept between starts; absent: nowhere. */
  readonly directory?: string;
  /** Port of the cloud endpoint; 0: any free one. */
  readonly port: number;
  /** True: fail when the port is taken instead of trying the next. */
  readonly exactPort?: boolean;
  /** Port of the first HTTP trigger; 0: any free one. */
  readonly triggerPort: number;
  /** Ports that HTTP triggers leave alone, e.g. the one that the stage's playback URLs name. */
  readonly reservedPorts?: readonly number[];
  /** Ports of the media server, each the next free one when taken, 0: any free one; without a media server when absent. */
  readonly media?: { readonly httpPort: number; readonly rtmpPort: number };
  readonly clock?: Clock;
  /** Calls per second of each action; as the services document them when absent. */
  readonly quotas?: QuotaSettings;
  readonly log?: (line: string) => void;
  /** Told of each request to the cloud, and of each to an HTTP trigger of a function. */
  readonly onRequest?: (record: RequestRecord) => void;
  readonly onHttpRequest?: (record: HttpRequestRecord) => void;
}

export interface LocalCloud {
  /** `http://host:port` */
  readonly endpoint: string;
  readonly account: Account;
  readonly faults: Faults;
  /** For tests that look into a product; everybody else speaks its protocol. */
  readonly dns: Dns;
  readonly live: Live;
  readonly rtc: Rtc;
  readonly vod: Vod;
  readonly fc: LocalFc;
  /** Where it listens: its ports may be others than those asked for. */
  readonly media: Media | undefined;
  /** What exists in each product, without history. */
  inventory(): { [product: string]: Json };
  /** Keeps the state, ends all processes, frees all ports. */
  close(): Promise<void>;
}

export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const clock = options.clock ?? systemClock;
  const log = options.log ?? (() => undefined);
  const file = options.directory === undefined ? undefined : new StateFile(options.directory);
  const kept = await file?.load();
  const account = kept?.account ?? newAccount();
  const faults = new Faults();
  let endpointUrl = '';
  const endpoint = (): string => endpointUrl;

  const requests = new RequestLog({ find: (accessKeyId) => ram.find(accessKeyId) });
  const made = createProducts({
    ...{ clock, log, account, faults, endpoint, host: HOST },
    directory: options.directory,
    triggerPort: options.triggerPort,
    reservedPorts: options.reservedPorts ?? [],
    quotas: options.quotas,
    onHttpRequest: (record) => {
      requests.addHttp(record);
      options.onHttpRequest?.(record);
    },
  });
  const { ram, dns, sls, cms, tablestore, live, rtc, vod, fc, ros, openApi, callbacks } = made;
  const im = createImGateway({ clock, live, endpoint, log });

  /** Loaded only when it is wanted: WebRTC alone takes longer to load than everything else. */
  const openMedia = async (ports: NonNullable<LocalCloudOptions['media']>): Promise<Media> => {
    const { openMedia: open } = await import('./media/media.ts');
    const recordings = options.directory === undefined ? {} : { directory: join(options.directory, 'recordings') };
    return open({ clock, live, rtc, vod, host: HOST, log, ...ports, ...recordings });
  };

  // Before anything that was kept is taken back: recordings that were interrupted ask for their files at once.
  const media = options.media && (await openMedia(options.media));

  const products: readonly Product[] = [ram, dns, sls, cms, tablestore, live, rtc, vod, fc, ros];
  for (const product of products) {
    const state = kept?.products[product.name];
    if (state !== undefined) await product.load(state);
  }

  const inventory = (): { [product: string]: Json } =>
    Object.fromEntries(products.map((product) => [product.name, product.inventory()]));
  const save = async (): Promise<void> => {
    await file?.save({
      account,
      products: Object.fromEntries(products.map((product) => [product.name, product.save()])),
    });
  };
  const keeper = keepLater(save, log);
  // What IM clients do is no HTTP request.
  live.apps.subscribe(() => keeper.touch());
  live.streams.subscribe(() => keeper.touch());

  const consoleOf = { clock, account, endpoint, faults, requests, ros, tablestore, live, rtc, vod, sls, fc };
  const console = createConsole(consoleOf);
  const route = (request: CloudRequest): Operation | undefined => {
    const own = console.route(request) ?? routeAdmin(request, { faults, inventory, resolve: dns.resolve });
    if (own) return own;
    for (const product of [...products, openApi]) {
      const operation = product.route(request);
      if (operation) return operation;
    }
    return undefined;
  };

  const gateway = await openGateway({
    host: HOST,
    port: options.port,
    exact: options.exactPort ?? false,
    clock,
    faults,
    route,
    upgrade: (request, socket, head) => im.upgrade(request, socket, head),
    onRequest: (record) => {
      // Looking at the cloud changes nothing that would have to be kept.
      if (requests.add(record)) keeper.touch();
      options.onRequest?.(record);
    },
  }).catch(async (error: unknown) => {
    // The media server listens already, and would keep the process alive.
    await media?.close();
    throw error;
  });
  endpointUrl = gateway.endpoint;

  return {
    endpoint: gateway.endpoint,
    account,
    faults,
    dns,
    live,
    rtc,
    vod,
    fc,
    media,
    inventory,
    close: async () => {
      keeper.stop();
      await media?.close();
      callbacks.close();
      await fc.close();
      im.close();
      await save();
      await gateway.close();
      await Promise.all(products.filter((product) => product !== fc).map((product) => product.close()));
    },
  };
}

/** Saves a little after the last of a burst of requests. */
function keepLater(save: () => Promise<void>, log: (line: string) => void) {
  let timer: NodeJS.Timeout | undefined;
  return {
    touch: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        save().catch((error: Error) => log(`the state could not be kept: ${error.message}`));
      }, SAVE_DELAY_MS);
    },
    stop: () => clearTimeout(timer),
  };
}

function newAccount(): Account {
  const digits = (randomBytes(8).readBigUInt64BE() % 10n ** 15n).toString().padStart(15, '0');
  return {
    accountId: `1${digits}`,
    accessKeyId: `LTAI${randomBytes(10).toString('hex')}`,
    accessKeySecret: randomBytes(15).toString('hex'),
    artcApp: { appId: randomBytes(8).toString('hex'), appKey: randomBytes(16).toString('hex') },
  };
}
