import { describe, expect, it } from 'vitest';
import { findCycle, reversed, runInOrder } from '../../../../local/ros/engine/graph.ts';

const graph = (edges: Record<string, string[]>) =>
  new Map(Object.entries(edges).map(([node, needs]) => [node, new Set(needs)]));

describe('the dependency graph', () => {
  it.each([
    [{ A: ['B'], B: ['A'] }, ['A', 'B', 'A']],
    [{ A: ['A'] }, ['A', 'A']],
    [{ A: ['B'], B: ['C'], C: ['B'] }, ['B', 'C', 'B']],
    [{ A: ['B', 'C'], B: ['C'], C: [] }, undefined],
  ])('finds the cycle of %j', (edges, cycle) => {
    expect(findCycle(graph(edges as unknown as Record<string, string[]>))).toEqual(cycle);
  });

  it('can be turned round', () => {
    expect(reversed(graph({ A: [], B: ['A'], C: ['A', 'B'] }))).toEqual(graph({ A: ['B', 'C'], B: ['C'], C: [] }));
  });

  it('leaves out what waits for a failed node, and goes on with the rest unless told to stop', async () => {
    const requirements = graph({ Bad: [], After: ['Bad'], Free: [], Later: ['Free'] });
    const done: string[] = [];
    const run = async (node: string) => {
      if (node === 'Bad') throw new Error('no');
      done.push(node);
    };
    const failures = await runInOrder(requirements, run, { parallelism: 0, stopAtFailure: false });
    expect([...failures.keys()]).toEqual(['Bad']);
    expect(done).toEqual(['Free', 'Later']);
    done.length = 0;
    await runInOrder(requirements, run, { parallelism: 0, stopAtFailure: true });
    expect(done).toEqual(['Free']);
  });

  it('ends at once when there is nothing to do', async () => {
    expect(await runInOrder(new Map(), async () => undefined, { parallelism: 1, stopAtFailure: true })).toEqual(
      new Map(),
    );
  });
});
