/** What the services allow, and how fast they are, each with where that is written. */

export interface Limit {
  readonly most: number;
  readonly unit: string;
  readonly source: string;
  /** What can be done when it is reached. */
  readonly remedy: string;
}

const QUOTA = 'help.aliyun.com, ApsaraVideo Live API reference, QPS limit of the action, per account';
const TICKET = 'ask for a higher quota';

/** Calls a second of an account; the AppServer spreads them out where `yielding` of the costs says so. */
export const OPENAPI_QPS: Readonly<Record<string, number>> = {
  DescribeLiveMessageGroup: 50,
  DescribeLiveMessageGroupBand: 50,
  SendLiveMessageGroup: 50,
  SendLiveMessageUser: 50,
  CreateLiveMessageGroup: 50,
  DeleteLiveMessageGroup: 50,
};

export const LIMITS = {
  openApi: { most: 50, unit: 'calls/s', source: QUOTA, remedy: TICKET },
  instances: {
    most: 100,
    unit: 'instances',
    source: 'alibabacloud.com/help/en/functioncompute/fc-3-0/product-overview/limits-of-usage',
    remedy:
      'Quota Center: instances of the region; or more memory (and with it processor) for each: `function.memoryMb`',
  },
  newInstances: {
    most: 5,
    unit: 'new instances/s',
    source: 'the same page',
    remedy: 'Quota Center: the rate of new instances; or provisioned instances before a great event',
  },
  partition: {
    most: 1_000,
    unit: 'reads and writes/s of one partition key',
    source: 'Tablestore table-design page (2026-06); errors are documented above 10,000 capacity units/s',
    remedy: 'a longer pause between two looks at a room (`REFRESH_EVERY_MS` in clients/shared/room/room.ts), see below',
  },
  capacityUnits: {
    most: 100_000,
    unit: 'capacity units/s of one table',
    source: 'alibabacloud.com/help/en/tablestore, reserved read and write throughput',
    remedy: 'a ticket for more reserved throughput of the table',
  },
  groups: {
    most: 5_000,
    unit: 'groups in a messaging application',
    source: 'help.aliyun.com/zh/live, interactive messaging, limits',
    remedy: 'a ticket, or a second stage with an application of its own (300 an account)',
  },
  streams: {
    most: 300,
    unit: 'streams on an ingest domain',
    source: 'help.aliyun.com/document_detail/199339.htm (50 outside Beijing, Shanghai and Shenzhen)',
    remedy: 'a ticket, or further stages with ingest domains of their own',
  },
} as const satisfies Record<string, Limit>;

/** Milliseconds of one call: a single small row "within 10 ms" (Tablestore FAQ 58525); the OpenAPI as measured by nobody, assumed. */
export const LATENCY_MS = { tablestore: 10, openApi: 50 } as const;

/** Milliseconds from the wish for an instance to its first answer, beside the start of the process: assumed, 1 to 2 s are reported. */
export const PLATFORM_START_MS = 1_000;

/** Share of an instance's processor that is planned with. */
export const UTILIZATION = 0.7;
