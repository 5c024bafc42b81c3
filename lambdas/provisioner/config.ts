/** What the provisioner reads from its environment. */
import * as z from 'zod/mini';
import type { Environment } from '../cloud/endpoints.ts';

const schema = z.object({
  LIVE_STACK_TABLESTORE_INSTANCE: z.string().check(z.minLength(3)),
  FC_REGION: z.string().check(z.minLength(1)),
  FC_CUSTOM_LISTEN_PORT: z.catch(z.coerce.number().check(z.gte(0), z.lte(65_535)), 9_000),
});

export interface ProvisionerConfig {
  readonly instance: string;
  readonly region: string;
  readonly port: number;
}

/** @throws Error that names the variables which are missing or wrong. */
export function provisionerConfig(env: Environment): ProvisionerConfig {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new Error(`Environment variables are missing or wrong: ${names}. The template of this stack sets them.`);
  }
  const { LIVE_STACK_TABLESTORE_INSTANCE: instance, FC_REGION: region, FC_CUSTOM_LISTEN_PORT: port } = parsed.data;
  return { instance, region, port };
}
