/** One attempt of a Tablestore operation through the official SDK, which is loaded with the first of them. */
import type * as Sdk from 'tablestore';
import { agentFor } from '../agents.ts';
import type { Credentials } from '../credentials.ts';
import { withDeadline } from '../retry.ts';
import { noAnswer, toCloudError } from './errors.ts';

export type Module = typeof Sdk;

export type Operation<T> = (client: Sdk.Client, sdk: Module) => Promise<T>;

export interface Connection {
  /** Runs `operation` for at most `timeoutMs`. Throws only `CloudError`. */
  attempt<T>(action: string, timeoutMs: number, operation: (client: Sdk.Client, sdk: Module) => Promise<T>): Promise<T>;
}

/** The SDK, which is large: loaded with the first operation unless somebody asks before. */
export async function loadTablestore(): Promise<Module> {
  // A CommonJS package: everything is in `default`, which its type declarations do not know.
  const loaded = (await import('tablestore')) as Module & { default?: Module };
  return loaded.default ?? loaded;
}

export function connect(
  credentials: Credentials,
  target: { endpoint: string; instance: string; attemptMs: number },
): Connection {
  const secrets = [credentials.accessKeySecret, credentials.securityToken ?? '', credentials.accessKeyId];
  let loading: Promise<{ sdk: Module; client: Sdk.Client }> | undefined;

  const load = async (): Promise<{ sdk: Module; client: Sdk.Client }> => {
    const sdk = await loadTablestore();
    const config = {
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.accessKeySecret,
      ...(credentials.securityToken ? { stsToken: credentials.securityToken } : {}),
      endpoint: target.endpoint,
      instancename: target.instance,
      // The SDK's own retries know no error codes and take up to a minute (§2.2, §2.3); ours are in `tablestore.ts`.
      maxRetries: 0,
      // Frees the socket of a silent server. An answer cut in the middle escapes it (§2.5), hence `withDeadline`.
      httpOptions: { timeout: target.attemptMs, agent: agentFor(target.endpoint) },
    };
    return { sdk, client: new sdk.Client(config as unknown as Sdk.ConfigOptions) };
  };

  return {
    attempt: async (action, timeoutMs, operation) => {
      try {
        loading ??= load();
        const { sdk, client } = await loading;
        const limit = Math.min(timeoutMs, target.attemptMs + 250);
        return await withDeadline(operation(client, sdk), limit, () => noAnswer(action));
      } catch (error) {
        throw toCloudError(action, error, secrets);
      }
    },
  };
}
