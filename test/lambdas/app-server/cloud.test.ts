import { describe, expect, it } from 'vitest';
import { cloudFactory } from '../../../lambdas/app-server/cloud.ts';
import { parseConfig } from '../../../lambdas/app-server/config.ts';
import { Upstreams } from '../../../lambdas/app-server/health/upstreams.ts';
import { ENVIRONMENT } from './support/world.ts';

const headers = (id: string) =>
  new Headers({ 'x-fc-access-key-id': id, 'x-fc-access-key-secret': 'secret', 'x-fc-security-token': 'token' });

describe('the cloud of a request', () => {
  const clock = { now: () => 0, sleep: async () => undefined };
  const cloud = cloudFactory(parseConfig(ENVIRONMENT), clock, new Upstreams(clock));

  it('is made once for each set of role credentials', () => {
    const first = cloud(headers('STS.1'));
    expect(cloud(headers('STS.1'))).toBe(first);
    expect(cloud(headers('STS.2'))).not.toBe(first);
  });

  it('is forgotten when newer credentials have replaced it', () => {
    const first = cloud(headers('STS.3'));
    cloud(headers('STS.4'));
    expect(cloud(headers('STS.3'))).toBe(first);
    cloud(headers('STS.5'));
    expect(cloud(headers('STS.3'))).not.toBe(first);
  });

  it('is not there without credentials', () => {
    expect(() => cloud(new Headers())).toThrow(/NoCredentials/);
  });
});
