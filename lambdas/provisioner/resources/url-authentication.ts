/** The `aliauth` configuration of a domain, by which its URLs are signed (live.md §3, step 6). */
import * as z from 'zod/mini';
import type { OpenApi } from '../../cloud/openapi.ts';
import { read } from '../resource.ts';

export const AUTH_FUNCTION = 'aliauth';

/** Arguments by name, all text: `auth_type`, `auth_key1`, `auth_key2`, `ali_auth_delta` (seconds), `auth_m3u8`. */
export type AuthArguments = Readonly<Record<string, string>>;

const answer = z.object({
  DomainConfigs: z.optional(
    z.object({
      DomainConfig: z.optional(
        z.array(
          z.object({
            FunctionName: z.string(),
            FunctionArgs: z.optional(
              z.object({
                FunctionArg: z.optional(z.array(z.object({ ArgName: z.string(), ArgValue: z.optional(z.string()) }))),
              }),
            ),
          }),
        ),
      ),
    }),
  ),
});

/** Undefined when the domain has no such configuration. New domains have one, with keys, by default. */
export async function readAuthentication(openApi: OpenApi, DomainName: string): Promise<AuthArguments | undefined> {
  const action = 'DescribeLiveDomainConfigs';
  const parameters = { DomainName, FunctionNames: AUTH_FUNCTION };
  const { DomainConfigs } = read(answer, await openApi.call('live', action, parameters), action);
  const config = (DomainConfigs?.DomainConfig ?? []).find(({ FunctionName }) => FunctionName === AUTH_FUNCTION);
  const entries = config?.FunctionArgs?.FunctionArg ?? [];
  return config && Object.fromEntries(entries.map(({ ArgName, ArgValue }) => [ArgName, ArgValue ?? '']));
}

export async function writeAuthentication(openApi: OpenApi, DomainName: string, args: AuthArguments): Promise<void> {
  const functionArgs = Object.entries(args).map(([argName, argValue]) => ({ argName, argValue }));
  const Functions = JSON.stringify([{ functionName: AUTH_FUNCTION, functionArgs }]);
  await openApi.call('live', 'BatchSetLiveDomainConfigs', { DomainNames: DomainName, Functions });
}
