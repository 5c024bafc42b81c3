/** Load in a closed loop: each of so many clients sends the next request when it has the answer to the last one. */
import { Agent, request as httpRequest } from 'node:http';

export interface LoadOptions {
  readonly concurrency: number;
  readonly rounds: number;
  readonly roundMs: number;
  readonly warmUpMs: number;
}

export const LOAD: Omit<LoadOptions, 'concurrency'> = { rounds: 4, roundMs: 1_000, warmUpMs: 1_000 };

/** Operations a second, one sample a round. */
export async function throughput(operation: (n: number) => Promise<unknown>, options: LoadOptions): Promise<number[]> {
  await operationsIn(operation, options.concurrency, options.warmUpMs);
  const samples: number[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    samples.push(await operationsIn(operation, options.concurrency, options.roundMs));
  }
  return samples;
}

/** Like `throughput`, for several operations in turn, so that what else the machine does meets all of them. */
export async function throughputInTurn(
  operations: readonly ((n: number) => Promise<unknown>)[],
  options: LoadOptions,
): Promise<number[][]> {
  for (const operation of operations) await operationsIn(operation, options.concurrency, options.warmUpMs);
  const samples: number[][] = operations.map(() => []);
  for (let round = 0; round < options.rounds; round += 1) {
    for (const [index, operation] of operations.entries()) {
      samples[index]?.push(await operationsIn(operation, options.concurrency, options.roundMs));
    }
  }
  return samples;
}

async function operationsIn(operation: (n: number) => Promise<unknown>, concurrency: number, ms: number) {
  const startedAt = performance.now();
  let count = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - startedAt < ms) {
      count += 1;
      await operation(count);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  return (count * 1000) / (performance.now() - startedAt);
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A plain client with connections that stay open: what it costs is the least that HTTP costs. */
export function httpClient(origin: string, headers: Readonly<Record<string, string>> = {}) {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(origin);
  return {
    post: (path: string, body: string): Promise<Answer> =>
      new Promise((resolve, reject) => {
        const request = httpRequest({ hostname, port, path, method: 'POST', agent }, (message) => {
          const chunks: Buffer[] = [];
          message.on('data', (chunk: Buffer) => chunks.push(chunk));
          message.on('end', () => resolve({ status: message.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
          message.once('error', reject);
        });
        request.once('error', reject);
        for (const [name, value] of Object.entries(headers)) request.setHeader(name, value);
        request.setHeader('content-type', 'application/json');
        request.setHeader('content-length', Buffer.byteLength(body));
        request.end(body);
      }),
    close: () => agent.destroy(),
  };
}
