import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { patient } from '../../clients/shared/patience.ts';
import { type ApiClient, ApiFailure } from '../../lambdas/api/client.ts';
import type { RouteId } from '../../lambdas/api/routes.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Answers these statuses one after the other, then 200. */
function answering(...statuses: number[]) {
  const call = vi.fn(async (id: RouteId) => {
    const status = statuses.shift();
    if (status !== undefined) throw new ApiFailure(id, status, undefined);
    return { id };
  });
  return { call, client: patient({ call } as unknown as ApiClient) };
}
const outcome = async (work: Promise<unknown>): Promise<unknown> => {
  const told = work.catch((error: ApiFailure) => error.status);
  await vi.runAllTimersAsync();
  return told;
};

describe('a call at a bad moment', () => {
  it('is made again, and its person learns nothing of it', async () => {
    const { call, client } = answering(503, 503);
    expect(await outcome(client.call('start', { id: 'r', user_id: 'u' }))).toEqual({ id: 'start' });
    expect(call).toHaveBeenCalledTimes(3);
  });

  it.each<[string, RouteId, number[], number]>([
    ['the moment does not pass', 'start', [503, 503, 503], 3],
    ['it is refused', 'start', [403], 1],
    ['it would be done twice', 'createV2', [503], 1],
  ])('fails when %s', async (_why, id, statuses, times) => {
    const { call, client } = answering(...statuses);
    expect(await outcome(client.call(id as 'start', { id: 'r', user_id: 'u' }))).toBe(statuses[0]);
    expect(call).toHaveBeenCalledTimes(times);
  });
});
