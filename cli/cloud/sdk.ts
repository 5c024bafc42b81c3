/** The vendor's SDKs, loaded when first needed: they take a fifth of a second, and commands like `synth` need none. */
import { createRequire } from 'node:module';

// They are CommonJS with a `default` property: `require` gives them the shape that their typings describe.
const require = createRequire(import.meta.url);

export const rosSdk = () => require('@alicloud/ros20190910') as typeof import('@alicloud/ros20190910');
export const openApiSdk = () => require('@alicloud/openapi-core') as typeof import('@alicloud/openapi-core');
export const credentialsSdk = () => require('@alicloud/credentials') as typeof import('@alicloud/credentials');
export const daraSdk = () => require('@darabonba/typescript') as typeof import('@darabonba/typescript');
