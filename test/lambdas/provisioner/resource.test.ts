import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { defineResource, read } from '../../../lambdas/provisioner/resource.ts';

const type = defineResource({
  type: 'Custom::Fake',
  schema: z.object({ Name: z.string(), Zone: z.optional(z.string()), AppKey: z.optional(z.string()) }),
  immutable: ['Name', 'Zone'],
  physicalId: ({ Name }) => `fake/${Name}`,
  apply: async () => ({}),
  undo: {},
});

describe('the properties of a resource', () => {
  it('that cannot change are kept as text, an absent one as none', () => {
    expect(type.parse({ Name: 'a' })).toMatchObject({ physicalId: 'fake/a', fixed: { Name: 'a', Zone: '' } });
  });

  it('P11: that are secret by their name are known as such, and no others', () => {
    expect(type.parse({ Name: 'a', AppKey: 'k' }).secrets).toEqual(['k']);
    expect(type.parse({ Name: 'a' }).secrets).toEqual([]);
  });

  it('are refused with the place of each mistake, and as a whole when they are no object', () => {
    expect(() => type.parse({ Name: 1, Zone: 2 })).toThrow(
      /^The properties of Custom::Fake are not valid\. Name: .*; Zone: .*\.$/,
    );
    expect(() => type.parse('text')).toThrow(/^The properties of Custom::Fake are not valid\. properties: /);
    expect(() => type.parse(null)).toThrow(/not valid\. Name: /);
  });
});

describe('the answer of a service', () => {
  const schema = z.object({ Domain: z.object({ Name: z.string(), Status: z.string() }) });

  it('is read without what nobody asked for', () => {
    const answer = { Domain: { Name: 'a', Status: 'online', More: 1 }, RequestId: 'r' };
    expect(read(schema, answer, 'DescribeDomain')).toEqual({ Domain: { Name: 'a', Status: 'online' } });
  });

  it('is an error with every place that is not as expected', () => {
    expect(() => read(schema, { Domain: {} }, 'DescribeDomain')).toThrow(
      'DescribeDomain answered in an unexpected form: see Domain.Name, Domain.Status.',
    );
  });
});
