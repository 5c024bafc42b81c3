/** The vendor's SDKs, loaded when first needed: they take a fifth of a second each, and commands like `synth` need none. */

// They are CommonJS: what their typings describe is the default export of the import, except under a loader (that of the
// tests) which unwraps it by itself.
const loaded = async <Module extends object>(importing: Promise<Module>): Promise<Module> => {
  const module = await importing;
  const { default: exported } = module as { readonly default?: Module & { readonly __esModule?: boolean } };
  return exported?.__esModule ? exported : module;
};

export const rosSdk = () => loaded(import('@alicloud/ros20190910'));
export const openApiSdk = () => loaded(import('@alicloud/openapi-core'));
export const credentialsSdk = () => loaded(import('@alicloud/credentials'));
export const daraSdk = () => loaded(import('@darabonba/typescript'));
export const fc3Sdk = () => loaded(import('@alicloud/fc20230330'));
export const fc2Sdk = async () => (await import('@alicloud/fc2')).default;
