/** The local cloud in a process of its own, which counts what it has answered. Prints where it is, and where the counts are. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startLocalCloud } from '../../../local/cloud.ts';

/** Calls of the cloud by their action, and requests to functions by their path. */
const actions = new Map<string, number>();
const paths = new Map<string, number>();
const count = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);

const cloud = await startLocalCloud({
  port: 0,
  triggerPort: 0,
  onRequest: ({ product, action }) => {
    if (product !== 'console' && product !== 'admin') count(actions, action);
  },
  onHttpRequest: ({ path }) => count(paths, path),
});

const server = createServer((_request, response) => {
  response.end(JSON.stringify({ paths: Object.fromEntries(paths), actions: Object.fromEntries(actions) }));
}).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ endpoint: cloud.endpoint, counts: `http://127.0.0.1:${port}/`, ...cloud.account }));
});
