/** System policies that can be attached to a role: the ones whose meaning is their name, full access to one product. */
import type { Statement } from './policy.ts';

const FULL_ACCESS: Readonly<Record<string, string>> = {
  AdministratorAccess: '*',
  AliyunDNSFullAccess: 'alidns:*',
  AliyunFCFullAccess: 'fc:*',
  AliyunLiveFullAccess: 'live:*',
  AliyunLogFullAccess: 'log:*',
  AliyunOTSFullAccess: 'ots:*',
  AliyunVODFullAccess: 'vod:*',
};

/** Throws for a system policy that the local cloud does not know. */
export function systemPolicy(name: string): Statement[] {
  const action = Object.hasOwn(FULL_ACCESS, name) ? FULL_ACCESS[name] : undefined;
  if (action === undefined) {
    throw new Error(
      `system policy ${name} is not known to the local cloud; known are ${Object.keys(FULL_ACCESS).join(', ')}`,
    );
  }
  return [{ effect: 'Allow', actions: [action], resources: ['*'] }];
}
