/**
 * The Tablestore tables of a stack: names, primary keys, predefined columns, indexes. Definitions only, no code that
 * reads them: `cdk/` makes the resources from this list and the functions name their tables through it.
 * Primary keys, predefined columns and indexes of an existing table cannot be changed (facts: ROS replaces nothing).
 */

export interface Column {
  readonly name: string;
  readonly type: 'STRING' | 'INTEGER' | 'BOOLEAN';
}

export interface IndexDefinition {
  readonly name: string;
  /** The whole primary key of the index; base-table key columns that are missing are appended by the service. */
  readonly primaryKey: readonly string[];
  /** Covered columns: a list answers from the index alone. */
  readonly columns: readonly string[];
}

export interface TableDefinition {
  readonly name: string;
  readonly primaryKey: readonly Column[];
  readonly columns?: readonly Column[];
  readonly indexes?: readonly IndexDefinition[];
  /** Seconds; -1 keeps rows for ever (the least the service accepts otherwise is 86,400). */
  readonly timeToLive: number;
}

/** Seconds. */
const DAY = 86_400;

/** Everything that a list item shows, so that `list` reads the index and nothing else. */
const LISTED_COLUMNS: readonly Column[] = [
  { name: 'title', type: 'STRING' },
  { name: 'notice', type: 'STRING' },
  { name: 'extends', type: 'STRING' },
  { name: 'anchor_id', type: 'STRING' },
  { name: 'anchor_nick', type: 'STRING' },
  { name: 'cover_url', type: 'STRING' },
  { name: 'mode', type: 'INTEGER' },
  { name: 'status', type: 'INTEGER' },
  { name: 'updated_at', type: 'INTEGER' },
  { name: 'started_at', type: 'INTEGER' },
  { name: 'stopped_at', type: 'INTEGER' },
  { name: 'meeting_info', type: 'STRING' },
];

export const TABLES = {
  /** Keys and ids that functions need at run time; written by the provisioner, read by the AppServer. */
  settings: {
    name: 'settings',
    primaryKey: [{ name: 'name', type: 'STRING' }],
    timeToLive: -1,
  },
  /** One row a room (live channel); `version` is checked by every write. Times are milliseconds since the epoch. */
  rooms: {
    name: 'rooms',
    primaryKey: [{ name: 'room_id', type: 'STRING' }],
    columns: [
      { name: 'all_shard', type: 'STRING' },
      { name: 'status_shard', type: 'STRING' },
      { name: 'created_at', type: 'INTEGER' },
      { name: 'meeting_id', type: 'STRING' },
      ...LISTED_COLUMNS,
    ],
    indexes: [
      {
        name: 'rooms_by_time',
        primaryKey: ['all_shard', 'created_at', 'room_id'],
        columns: ['meeting_id', ...LISTED_COLUMNS.map((column) => column.name)],
      },
      {
        name: 'rooms_by_status',
        primaryKey: ['status_shard', 'created_at', 'room_id'],
        columns: ['meeting_id', ...LISTED_COLUMNS.map((column) => column.name)],
      },
      { name: 'rooms_by_meeting', primaryKey: ['meeting_id', 'room_id'], columns: [] },
    ],
    timeToLive: -1,
  },
  /** Counters of a room, in a table without an index: each INCREMENT would rewrite an index row. */
  roomStats: {
    name: 'room_stats',
    primaryKey: [
      { name: 'room_id', type: 'STRING' },
      { name: 'shard', type: 'INTEGER' },
    ],
    timeToLive: -1,
  },
  /** Who may log in where the stage authenticates with passwords. */
  users: {
    name: 'users',
    primaryKey: [{ name: 'username', type: 'STRING' }],
    timeToLive: -1,
  },
  /** First answers by `Idempotency-Key`: a day, which is the least the service accepts. */
  idempotency: {
    name: 'idempotency',
    primaryKey: [{ name: 'key_hash', type: 'STRING' }],
    timeToLive: DAY,
  },
  /** Counters of one window of time each, so that limits hold on all instances together. */
  rateLimits: {
    name: 'rate_limits',
    primaryKey: [{ name: 'bucket', type: 'STRING' }],
    timeToLive: DAY,
  },
  /** Who is on stage, who asks to be, and the task that mixes them: one row a room, `version` is checked by every write. */
  coStreaming: {
    name: 'co_streaming',
    primaryKey: [{ name: 'room_id', type: 'STRING' }],
    timeToLive: -1,
  },
  /** Who has been in a room, to count each viewer once. */
  viewers: {
    name: 'viewers',
    primaryKey: [
      { name: 'room_id', type: 'STRING' },
      { name: 'user_id', type: 'STRING' },
    ],
    timeToLive: 30 * DAY,
  },
  /** Users who are shut out of a room, or of the whole stage (`room_id` `*`). */
  bans: {
    name: 'bans',
    primaryKey: [
      { name: 'room_id', type: 'STRING' },
      { name: 'user_id', type: 'STRING' },
    ],
    timeToLive: -1,
  },
  /** Callbacks that were taken, so that a recorded one cannot be played again. */
  callbackReceipts: {
    name: 'callback_receipts',
    primaryKey: [{ name: 'receipt', type: 'STRING' }],
    timeToLive: DAY,
  },
} as const satisfies Record<string, TableDefinition>;
