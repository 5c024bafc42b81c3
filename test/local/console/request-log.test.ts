import { describe, expect, it } from 'vitest';
import { MAX_ACTION, MAX_REQUESTS, RequestLog } from '../../../local/console/request-log.ts';
import type { RequestRecord } from '../../../local/gateway.ts';

const RECORD: RequestRecord = {
  ...{ id: '1', product: 'live', action: 'AddLiveDomain', accessKeyId: undefined },
  ...{ status: 200, startedAtMs: 1, durationMs: 2 },
};

function log(): RequestLog {
  return new RequestLog({
    find: (id) =>
      id === 'account-key' ? { principal: 'account' } : id === 'role-key' ? { principal: { role: 'app' } } : undefined,
  });
}

describe('the log of requests', () => {
  it('keeps the newest, and counts them all', () => {
    const requests = log();
    for (let startedAtMs = 1; startedAtMs <= MAX_REQUESTS + 5; startedAtMs += 1)
      requests.add({ ...RECORD, startedAtMs });
    const kept = requests.newestFirst();
    expect(kept).toHaveLength(MAX_REQUESTS);
    expect(kept[0]).toMatchObject({ number: MAX_REQUESTS + 5, startedAtMs: MAX_REQUESTS + 5 });
    expect(kept.at(-1)).toMatchObject({ number: 6 });
    expect(requests.count).toBe(MAX_REQUESTS + 5);
  });

  it.each([
    ['account-key', 'account'],
    ['role-key', 'app'],
    ['another-key', 'unknown key'],
    [undefined, ''],
  ])('P11: names who called with %s as "%s" and keeps no access key', (accessKeyId, caller) => {
    const requests = log();
    requests.add({ ...RECORD, accessKeyId });
    expect(requests.newestFirst()).toEqual([
      {
        ...{ number: 1, product: 'live', action: 'AddLiveDomain', caller },
        status: 200,
        startedAtMs: 1,
        durationMs: 2,
      },
    ]);
  });

  it.each(['console', 'admin'])('does not count looking at the cloud as a request: %s', (product) => {
    const requests = log();
    expect(requests.add({ ...RECORD, product })).toBe(false);
    expect(requests.add(RECORD)).toBe(true);
    expect(requests.count).toBe(1);
  });

  it('cuts paths that are longer than anybody reads', () => {
    const requests = log();
    requests.addHttp({
      ...{ functionName: 'app-server', method: 'GET', path: `/${'a'.repeat(60_000)}` },
      ...{ status: 404, startedAtMs: 1, durationMs: 1 },
    });
    expect(requests.newestFirst()[0]?.action).toHaveLength(MAX_ACTION);
  });

  it('has requests to functions too, by method and path', () => {
    const requests = log();
    requests.addHttp({
      ...{ functionName: 'app-server', method: 'POST', path: '/api/v1/live/create' },
      ...{ status: 0, startedAtMs: 5, durationMs: 6 },
    });
    expect(requests.newestFirst()).toEqual([
      {
        ...{ number: 1, product: 'app-server', action: 'POST /api/v1/live/create', caller: '' },
        ...{ status: 0, startedAtMs: 5, durationMs: 6 },
      },
    ]);
  });
});
