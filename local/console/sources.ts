/** What the console reads of the local cloud. It changes nothing. */
import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import type { LocalFc } from '../fc/fc.ts';
import type { Live } from '../live/live.ts';
import type { RosProduct } from '../ros/ros.ts';
import type { Rtc } from '../rtc/rtc.ts';
import type { Sls } from '../sls/sls.ts';
import type { Account } from '../state.ts';
import type { Tablestore } from '../tablestore/tablestore.ts';
import type { Vod } from '../vod/vod.ts';
import type { MessageFeed } from './message-feed.ts';
import type { RequestLog } from './request-log.ts';

export interface ConsoleOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly account: Account;
  /** `http://host:port` of this cloud. */
  readonly endpoint: () => string;
  readonly faults: Pick<Faults, 'list'>;
  readonly requests: RequestLog;
  readonly ros: Pick<RosProduct, 'stacks'>;
  readonly tablestore: Pick<Tablestore, 'inventory' | 'browse'>;
  readonly live: Pick<Live, 'inventory' | 'save' | 'apps' | 'streams'>;
  readonly rtc: Pick<Rtc, 'inventory' | 'channels'>;
  readonly vod: Pick<Vod, 'inventory' | 'save'>;
  readonly sls: Pick<Sls, 'inventory' | 'read'>;
  readonly fc: Pick<LocalFc, 'inventory' | 'functions'>;
}

export interface Sources extends ConsoleOptions {
  readonly feed: MessageFeed;
}
