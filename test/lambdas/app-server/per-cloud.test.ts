import { expect, it } from 'vitest';
import { perCloud } from '../../../lambdas/app-server/per-cloud.ts';
import { world } from './support/world.ts';

it('a memory is one for each cloud, and another one for each kind', async () => {
  const [first, second] = [await world(), await world()];
  const [namesOf, othersOf] = [perCloud(() => new Set<string>()), perCloud(() => new Set<string>())];
  namesOf(first.scope.cloud).add('bob');
  expect([...namesOf(first.scope.cloud)]).toEqual(['bob']);
  expect(namesOf(second.scope.cloud).size).toBe(0);
  expect(othersOf(first.scope.cloud).size).toBe(0);
});
