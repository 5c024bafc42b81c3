/** Properties that hold for any graph of resources and any failing step. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeProduct } from '../fake-types.ts';
import { harness, template, thing } from '../harness.ts';

interface Node {
  readonly needs: readonly number[];
  readonly size: number;
}

/** Each resource may need earlier ones; they are written in an order of their own. */
const graphs = fc
  .array(fc.record({ needs: fc.array(fc.nat(20), { maxLength: 3 }), size: fc.nat(3) }), { minLength: 1, maxLength: 9 })
  .map((nodes) =>
    nodes.map(
      ({ needs, size }, index): Node => ({ size, needs: index === 0 ? [] : needs.map((need) => need % index) }),
    ),
  );

function templateOf(nodes: readonly Node[], order: readonly number[] = nodes.map((_, index) => index)) {
  const sorted = [...nodes.keys()].sort((a, b) => (order[a] ?? 0) - (order[b] ?? 0));
  return template(
    Object.fromEntries(
      sorted.map((index) => {
        const { needs = [], size = 0 } = nodes[index] ?? {};
        return [`R${index}`, thing({ Size: size, List: needs.map((need) => ({ Ref: `R${need}` })) })];
      }),
    ),
  );
}

const place = (steps: readonly string[], step: string) => steps.indexOf(step);

describe('any graph of resources', () => {
  it('is created in the order of its dependencies and deleted in the reverse', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.array(fc.nat(), { minLength: 9, maxLength: 9 }), async (nodes, order) => {
        const { create, remove, product } = harness();
        const id = await create(templateOf(nodes, order));
        await remove(id);
        const [creates, deletes] = [product.steps('create'), product.steps('delete')];
        for (const [index, { needs }] of nodes.entries()) {
          for (const need of needs) {
            expect(place(creates, `create R${need}`)).toBeLessThan(place(creates, `create R${index}`));
            expect(place(deletes, `delete R${need}`)).toBeGreaterThan(place(deletes, `delete R${index}`));
          }
        }
        expect(creates).toHaveLength(nodes.length);
        expect(product.existing.size).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('leaves nothing behind when any one create fails (P12)', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.nat(), async (nodes, choice) => {
        const product = new FakeProduct();
        product.fail('create', `R${choice % nodes.length}`);
        const { create, status } = harness({}, product);
        const id = await create(templateOf(nodes));
        expect(await status(id)).toBe('CREATE_ROLLBACK_COMPLETE');
        expect(product.existing.size).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it('is updated by difference: what is equal is not touched, the rest is as the new template says', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, graphs, async (before, after) => {
        const { create, update, product, resources } = harness();
        const id = await create(templateOf(before));
        const idsBefore = await resources(id);
        product.calls.length = 0;
        const next = templateOf(after);
        await update(id, { ...next, Description: 'another' });
        const equal = (index: number) => JSON.stringify(before[index]) === JSON.stringify(after[index]);
        const touched = new Set(product.steps('update'));
        for (const index of after.keys()) {
          if (index < before.length) expect(touched.has(`update R${index}`)).toBe(!equal(index));
        }
        expect(product.steps('create')).toHaveLength(Math.max(0, after.length - before.length));
        expect(product.steps('delete')).toHaveLength(Math.max(0, before.length - after.length));
        const idsAfter = await resources(id);
        for (const name of Object.keys(idsAfter)) {
          if (idsBefore[name]) expect(idsAfter[name]?.PhysicalResourceId).toBe(idsBefore[name]?.PhysicalResourceId);
        }
        expect(product.existing.size).toBe(after.length);
      }),
      { numRuns: 40 },
    );
  });

  it('is as before when any step of an update fails once (P6)', async () => {
    await fc.assert(
      fc.asyncProperty(
        graphs,
        graphs,
        fc.nat(),
        fc.constantFrom('create', 'update'),
        async (before, after, choice, step) => {
          const product = new FakeProduct();
          const { create, update, status } = harness({}, product);
          const id = await create(templateOf(before));
          const exists = () =>
            [...product.existing.entries()]
              .map(([key, value]) => `${key.split('-')[0]} ${JSON.stringify(value)}`)
              .sort();
          const then = exists();
          product.failOnce(step as 'create' | 'update', `R${choice % after.length}`);
          await update(id, { ...templateOf(after), Description: 'another' });
          if ((await status(id)) === 'UPDATE_COMPLETE') expect(product.existing.size).toBe(after.length);
          else {
            expect(await status(id)).toBe('ROLLBACK_COMPLETE');
            expect(exists()).toEqual(then);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
