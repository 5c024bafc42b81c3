/** A local cloud that serves nothing but the given OpenAPI services, for tests over real HTTP. */
import { onTestFinished } from 'vitest';
import type { Clock } from '../../../local/clock.ts';
import { Faults } from '../../../local/faults.ts';
import { openGateway } from '../../../local/gateway.ts';
import { openApiProduct } from '../../../local/openapi/product.ts';
import type { QuotaSettings } from '../../../local/openapi/quotas.ts';
import type { OpenApiService } from '../../../local/openapi/service.ts';
import { createRam, type Ram } from '../../../local/ram/ram.ts';
import type { Credentials } from './sdk.ts';

export const ACCOUNT_ID = '1234567890123456';
export const ACCOUNT_KEY: Credentials = { accessKeyId: 'LTAIlocal', accessKeySecret: 'account-secret' };

/** Official clients stamp requests with the time of day, so this clock starts there and the test only moves it on. */
export class TimeOfDay implements Clock {
  #offset = 0;

  now(): number {
    return Date.now() + this.#offset;
  }

  sleep(): Promise<void> {
    return Promise.resolve();
  }

  advance(ms: number): void {
    this.#offset += ms;
  }
}

export interface TestCloud {
  readonly endpoint: string;
  readonly clock: TimeOfDay;
  readonly ram: Ram;
  readonly faults: Faults;
}

/** Closed by itself when the test ends. */
export async function openCloud(
  servicesOf: (context: { clock: TimeOfDay; ram: Ram }) => readonly OpenApiService[],
  quotas: QuotaSettings = {},
): Promise<TestCloud> {
  const clock = new TimeOfDay();
  const ram = createRam({ accountId: ACCOUNT_ID, clock, account: ACCOUNT_KEY });
  const services = servicesOf({ clock, ram });
  let endpoint = '';
  const product = openApiProduct({
    ...{ services, identities: ram, clock, accountId: ACCOUNT_ID, quotas },
    endpoint: () => endpoint,
  });
  const faults = new Faults();
  const gateway = await openGateway({ host: '127.0.0.1', port: 0, exact: true, clock, faults, route: product.route });
  endpoint = gateway.endpoint;
  onTestFinished(() => gateway.close());
  return { endpoint, clock, ram, faults };
}

/** Temporary credentials of a new role that may do what the statements say. */
export async function roleKey(
  ram: Ram,
  name: string,
  statements: readonly { Effect: string; Action: string | string[]; Resource: string | string[] }[],
): Promise<Credentials> {
  const role = ram.resourceTypes.find(({ type }) => type === 'ALIYUN::RAM::Role');
  const properties = {
    RoleName: name,
    AssumeRolePolicyDocument: {
      Version: '1',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: ['fc.aliyuncs.com'] } }],
    },
    Policies:
      statements.length === 0
        ? []
        : [{ PolicyName: `${name}-policy`, PolicyDocument: { Version: '1', Statement: [...statements] } }],
  };
  await role?.create(properties, resourceContext);
  return ram.assumeRole(name, 3600);
}

/** What ROS tells a resource type about its stack. */
export const resourceContext = {
  accountId: ACCOUNT_ID,
  regionId: 'cn-shanghai',
  stackId: 'stack-1',
  stackName: 'test',
  logicalId: 'Resource',
  clock: new TimeOfDay(),
  tags: {},
};
