/**
 * The baseline of `list` and `get`: bare `node:http` that makes the same calls to Tablestore through the bare SDK and
 * answers what it finds. Arguments: endpoint, instance, access key id and secret. Prints its port.
 */
import { Agent, createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import TableStore from 'tablestore';
import { TABLES } from '../../../lambdas/cloud/tables.ts';

const [, , endpoint = '', instancename = '', accessKeyId = '', secretAccessKey = ''] = process.argv;
const agent = new Agent({ keepAlive: true });
const config = { accessKeyId, secretAccessKey, endpoint, instancename, maxRetries: 0, httpOptions: { agent } };
const client = new TableStore.Client(config as unknown as import('tablestore').ConfigOptions);
const { INF_MAX, INF_MIN, Long, Direction } = TableStore;
const keyOf = (columns: Readonly<Record<string, unknown>>): import('tablestore').PrimaryKeyInput =>
  Object.entries(columns).map(([name, value]) => ({ [name]: value as string }));
const banOf = (id: string) => keyOf({ room_id: id, user_id: 'alice' });
const statistics = (id: unknown) => keyOf({ room_id: String(id), shard: Long.fromNumber(0) });

async function list(size: number): Promise<unknown> {
  const { rows } = await client.getRange({
    tableName: TABLES.rooms.indexes[0].name,
    direction: Direction.BACKWARD,
    inclusiveStartPrimaryKey: keyOf({ all_shard: 'all#0', created_at: INF_MAX, room_id: INF_MAX }),
    exclusiveEndPrimaryKey: keyOf({ all_shard: 'all#0', created_at: INF_MIN, room_id: INF_MIN }),
    limit: size,
  });
  const ids = rows.map((row) => row.primaryKey?.find(({ name }) => name === 'room_id')?.value);
  const known = await counters(ids);
  return rows.map((row, index) => ({ ...row, statistics: known[index] }));
}

let remembered: { readonly rows: unknown[]; readonly until: number } = { rows: [], until: 0 };

/** Like ours, for two seconds. */
async function counters(ids: readonly unknown[]): Promise<unknown[]> {
  if (Date.now() >= remembered.until) {
    const primaryKey = ids.map(statistics);
    const { tables } = await client.batchGetRow({ tables: [{ tableName: TABLES.roomStats.name, primaryKey }] });
    remembered = { rows: tables[0] ?? [], until: Date.now() + 2_000 };
  }
  return remembered.rows;
}

async function get(id: string): Promise<unknown> {
  const [room, numbers, bans] = await Promise.all([
    client.getRow({ tableName: TABLES.rooms.name, primaryKey: [{ room_id: id }] }),
    client.getRow({ tableName: TABLES.roomStats.name, primaryKey: statistics(id) }),
    client.batchGetRow({ tables: [{ tableName: TABLES.bans.name, primaryKey: [banOf(id), banOf('*')] }] }),
  ]);
  return { ...room.row, statistics: numbers.row, bans: bans.tables[0] };
}

async function read(request: IncomingMessage): Promise<{ id: string; page_size: number }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString()) as { id: string; page_size: number };
}

const server = createServer((request, response) => {
  read(request)
    .then((body) => (request.url?.endsWith('/list') ? list(body.page_size) : get(body.id)))
    .then((found) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found)))
    .catch((error: Error) => response.writeHead(500).end(error.message));
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
