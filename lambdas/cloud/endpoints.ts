/** Where each product answers; the only reader of `LIVE_STACK_CLOUD_ENDPOINT`, by which all of them move to one place. */

export type OpenApiProduct = 'live' | 'rtc' | 'vod' | 'alidns';

export type Environment = Readonly<Record<string, string | undefined>>;

/** API versions of live.md §1, §8 and live-api.json; `alidns` as ROS CDK's DNS package uses it. */
export const API_VERSIONS: Readonly<Record<OpenApiProduct, string>> = {
  live: '2016-11-01',
  rtc: '2018-01-11',
  vod: '2017-03-21',
  alidns: '2015-01-09',
};

const HOSTS: Readonly<Record<OpenApiProduct, (region: string) => string>> = {
  // One host for every region (live.md §1).
  live: () => 'live.aliyuncs.com',
  // UNCERTAIN: the documents' examples say rtc.aliyuncs.com, the SDK's rule is rtc.{region}.aliyuncs.com (live.md §11).
  rtc: () => 'rtc.aliyuncs.com',
  vod: (region) => `vod.${region === 'cn-hangzhou' ? 'cn-shanghai' : region}.aliyuncs.com`,
  alidns: () => 'alidns.aliyuncs.com',
};

/** Base URL of an OpenAPI product, without a trailing slash. */
export function endpointOf(product: OpenApiProduct, region: string, env: Environment = process.env): string {
  return override(env) ?? `https://${HOSTS[product](region)}`;
}

/** Base URL of a Tablestore instance; its name travels in a header, so that the override needs no host per instance. */
export function tablestoreEndpoint(instance: string, region: string, env: Environment = process.env): string {
  return override(env) ?? `https://${instance}.${region}.ots.aliyuncs.com`;
}

/**
 * Address that a function listens on: all of them on Function Compute, which asks for it (function-compute.md §3); on a
 * laptop only this machine may reach it.
 */
export function listenHost(env: Environment = process.env): string {
  return override(env) ? '127.0.0.1' : '0.0.0.0';
}

function override(env: Environment): string | undefined {
  const endpoint = env.LIVE_STACK_CLOUD_ENDPOINT;
  return endpoint ? endpoint.replace(/\/+$/, '') : undefined;
}
