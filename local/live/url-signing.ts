/** Signed URLs, type A: `auth_key={ts}-{rand}-{uid}-{md5}` over the path (live.md §6.1). */
import { createHash } from 'node:crypto';
import type { FunctionConfig } from './domains/domain.ts';

/** What is wrong with a URL, in the words of DescribeLiveStreamAuthChecking. */
export type UrlProblem = 'INVALID AUTH_KEY' | 'INVALID TIMESTAMP' | 'INVALID MD5HASH' | 'INVALID ALIAUTH';

export function typeAHash(path: string, timestamp: string, rand: string, uid: string, key: string): string {
  return createHash('md5').update(`${path}-${timestamp}-${rand}-${uid}-${key}`).digest('hex');
}

/**
 * Undefined when the URL may be used now. `url`: any scheme, or a path with query; the host is not part of the
 * signature. A URL lives until its time stamp plus the domain's `ali_auth_delta` (live.md §0.5); both keys are good.
 */
export function urlProblem(url: string, configs: readonly FunctionConfig[], nowMs: number): UrlProblem | undefined {
  const args = configs.find(({ functionName }) => functionName === 'aliauth')?.args;
  if (!args || args.auth_type === 'no_auth') return undefined;
  if (args.auth_type !== 'type_a') return 'INVALID ALIAUTH';
  const [, path = '', query = ''] = /^(?:[a-z]+:\/\/[^/?]*)?(\/[^?]*)(?:\?(.*))?$/i.exec(url) ?? [];
  const authKey = new URLSearchParams(query).get('auth_key') ?? '';
  const [, timestamp = '', rand = '', uid = '', hash = ''] =
    /^(\d{1,10})-([^-]+)-([^-]+)-([0-9a-f]{32})$/.exec(authKey) ?? [];
  if (timestamp === '') return 'INVALID AUTH_KEY';
  if (nowMs / 1000 > Number(timestamp) + Number(args.ali_auth_delta ?? 0)) return 'INVALID TIMESTAMP';
  const keys = [args.auth_key1, args.auth_key2].filter((key) => key !== undefined && key !== '');
  const isSigned = keys.some((key) => typeAHash(path, timestamp, rand, uid, key ?? '') === hash);
  return isSigned ? undefined : 'INVALID MD5HASH';
}
