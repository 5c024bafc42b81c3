/** A resource type whose work is given by the test. */
import * as z from 'zod/mini';
import { type Context, defineResource, type ResourceType } from '../../../lambdas/provisioner/resource.ts';

export function fake(
  apply: (context: Context, size: number) => Promise<Record<string, string | number>>,
  undo: Parameters<typeof defineResource>[0]['undo'] = {},
): ResourceType {
  return defineResource({
    type: 'Custom::Fake',
    schema: z.object({
      Name: z.string(),
      Size: z.optional(z.pipe(z.union([z.string(), z.number()]), z.transform(Number))),
    }),
    immutable: ['Name'],
    physicalId: ({ Name }) => `fake/${Name}`,
    apply: ({ Size }, context) => apply(context, Size ?? 0),
    undo,
  });
}

export const NAME = { Name: 'a' };
