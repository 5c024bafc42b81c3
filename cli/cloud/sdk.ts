/** The vendor's SDKs, loaded when first needed: they take a fifth of a second, and commands like `synth` need none. */
import { createRequire } from 'node:module';

// They are CommonJS with a `default` property: `require` gives them the shape that their typings describe.
const require = createRequire(import.meta.url);

export const rosSdk = () => require('@alicloud/ros20190910') as typeof import('@alicloud/ros20190910');
export const openApiSdk = () => require('@alicloud/openapi-core') as typeof import('@alicloud/openapi-core');
export const credentialsSdk = () => require('@alicloud/credentials') as typeof import('@alicloud/credentials');
export const daraSdk = () => require('@darabonba/typescript') as typeof import('@darabonba/typescript');
export const fc3Sdk = () => require('@alicloud/fc20230330') as typeof import('@alicloud/fc20230330');
export const fc2Sdk = () => require('@alicloud/fc2') as Fc2Constructor;

/** What we use of `@alicloud/fc2`, which has no typings. Header names of answers are lower-case. */
export interface Fc2Client {
  invokeFunction(
    service: string,
    name: string,
    event: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<{ readonly data: unknown; readonly headers: Readonly<Record<string, string | undefined>> }>;
  updateFunction(service: string, name: string, change: object): Promise<unknown>;
  getService(service: string): Promise<unknown>;
}

type Fc2Constructor = new (accountId: string, options: object) => Fc2Client;
