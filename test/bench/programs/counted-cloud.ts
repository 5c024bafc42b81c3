/** The local cloud in a process of its own, which counts what it is asked. Prints where it is, and where the counts are. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startLocalCloud } from '../../../local/cloud.ts';

const counts = new Map<string, number>();
let ofCloud = 0;
const cloud = await startLocalCloud({
  port: 0,
  triggerPort: 0,
  onRequest: ({ product, action }) => {
    if (product === 'console' || product === 'admin') return;
    ofCloud += 1;
    counts.set(action, (counts.get(action) ?? 0) + 1);
  },
});

/** The console counts requests to the functions as well. */
async function toFunctions(): Promise<number> {
  const page = await (await fetch(`${cloud.endpoint}/requests`)).text();
  return Number(/(\d+) since the start/.exec(page)?.[1] ?? Number.NaN) - ofCloud;
}

const server = createServer((_request, response) => {
  void toFunctions().then((functions) =>
    response.end(JSON.stringify({ functions, actions: Object.fromEntries(counts) })),
  );
}).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ endpoint: cloud.endpoint, counts: `http://127.0.0.1:${port}/`, ...cloud.account }));
});
