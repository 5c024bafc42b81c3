import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATUS_CHECKS, type StatusWorld } from '../../../cli/status/checks.ts';
import { signedPath } from '../../../cli/status/sign.ts';
import { examineOne } from '../../../cli/status/status.ts';
import { type Answers, fakeWorld, stageWith } from '../doctor/world.ts';

let server: Server;
let AppServerUrl: string;
let ready = 200;
beforeAll(async () => {
  server = createServer((request, response) => {
    const isReady = request.url === '/ready';
    const body = isReady ? { code: 200, status: 'ok', stage: 'test' } : { code: 401, message: 'wrong', reason: 'x' };
    response.writeHead(isReady ? ready : 401, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  AppServerUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const world = (answers: Answers, changes: Partial<StatusWorld> = {}): StatusWorld => ({
  stage: stageWith('cn-shanghai'),
  outputs: { AppServerUrl, IngestDomain: 'in.mine.cn', StreamingDomain: 'out.mine.cn' },
  rpc: fakeWorld(answers).rpc,
  now: () => 1_700_000_000_000,
  ...changes,
});

async function verdictsOf(id: string, of: StatusWorld) {
  const check = STATUS_CHECKS.find((each) => each.id === id);
  if (!check) throw new Error(`there is no check ${id}`);
  return (await examineOne(check, of)).findings;
}

const aliauth = (type: string) => ({
  DomainConfigs: {
    DomainConfig: [
      {
        FunctionArgs: {
          FunctionArg: [
            { ArgName: 'auth_type', ArgValue: type },
            { ArgName: 'auth_key1', ArgValue: 'k3y' },
          ],
        },
      },
    ],
  },
});

describe('the status of a deployed stage', () => {
  it('signs as the service documents it (live.md §6.1)', () => {
    // md5 of "/live/a.flv-1700000600-0-0-k3y", computed with another tool.
    expect(signedPath('/live/a.flv', 'k3y', 1_700_000_600)).toBe(
      '/live/a.flv?auth_key=1700000600-0-0-40fd4d909a9b76a68303b70bda39ba98',
    );
    expect(signedPath('/live/a.flv', 'k3y', 1)).not.toBe(signedPath('/live/a.flv', 'other', 1));
  });

  it('tells an AppServer that is ready from one that is not', async () => {
    expect(await verdictsOf('app-server', world({}))).toMatchObject([
      { verdict: 'ok', says: expect.stringMatching(/stage "test"/) },
    ]);
    ready = 503;
    expect(await verdictsOf('app-server', world({}))).toMatchObject([
      { verdict: 'problem', says: expect.stringMatching(/503/) },
    ]);
    ready = 200;
  });

  it('tells domains that check signatures from domains that do not, and keeps the key to itself', async () => {
    const taking = (statusOf: (url: string) => string): StatusWorld['rpc'] => {
      return async ({ action }, query = {}) =>
        action === 'DescribeLiveStreamAuthChecking' ? { Status: statusOf(String(query.Url)) } : aliauth('type_a');
    };
    const urls: string[] = [];
    const strict = taking((url) => {
      urls.push(url);
      return urls.filter((each) => each.split('?')[0] === url.split('?')[0]).length === 1 ? 'pass' : 'false';
    });
    const good = await verdictsOf('url-signing', world({}, { rpc: strict }));
    expect(good.map(({ verdict }) => verdict)).toEqual(['ok', 'ok']);
    expect(JSON.stringify(good)).not.toContain('k3y');
    const lax = await verdictsOf('url-signing', world({}, { rpc: taking(() => 'pass') }));
    expect(lax).toMatchObject([{ says: expect.stringMatching(/signature is wrong/) }, { verdict: 'problem' }]);
    const broken = await verdictsOf('url-signing', world({}, { rpc: taking(() => 'false') }));
    expect(broken).toMatchObject([{ says: expect.stringMatching(/refuses a well signed/) }, { verdict: 'problem' }]);
    const off = await verdictsOf('url-signing', world({ DescribeLiveDomainConfigs: aliauth('no_auth') }));
    expect(off).toMatchObject([{ says: expect.stringMatching(/does not check signatures/) }, { verdict: 'problem' }]);
  });

  it('asks for a messaging token only as somebody', async () => {
    expect(await verdictsOf('messaging', world({}))).toMatchObject([
      { verdict: 'unknown', mend: expect.stringMatching(/--user/) },
    ]);
    const user = { name: 'alice', password: 'wrong' };
    expect(await verdictsOf('messaging', world({}, { user }))).toMatchObject([
      { verdict: 'problem', says: expect.stringMatching(/401: wrong/) },
    ]);
  });

  it.each([
    ['nowhere', {}, undefined, ['problem']],
    ['to another address', { NotifyUrl: 'http://other' }, [], ['problem']],
    ['here, unused', 'here', [], ['ok', 'unknown']],
    ['here, delivered', 'here', [{ NotifyResult: 'success' }, { NotifyResult: '200 OK' }], ['ok', 'ok']],
    ['here, one lost', 'here', [{ NotifyResult: 'success' }, { NotifyResult: 'failed' }], ['ok', 'warning']],
  ])('callbacks that go %s', async (_, config, records, verdicts) => {
    const NotifyUrl = `${AppServerUrl}/api/v1/live/handlePushStreamEventCallback`;
    const findings = await verdictsOf(
      'callbacks',
      world({
        DescribeLiveStreamsNotifyUrlConfig: { LiveStreamsNotifyConfig: config === 'here' ? { NotifyUrl } : config },
        DescribeLiveStreamsNotifyRecords: { NotifyRecordsInfo: { LiveStreamNotifyRecordsInfo: records ?? [] } },
      }),
    );
    expect(findings.map(({ verdict }) => verdict)).toEqual(verdicts);
  });

  it.each([
    ['vod', [{ AppName: 'live' }], 'ok'],
    ['vod', [{ AppName: 'other' }], 'problem'],
    ['none', [], 'ok'],
  ] as const)('recording %s with %j is %s', async (recording, configs, verdict) => {
    const answers = { DescribeLiveRecordVodConfigs: { LiveRecordVodConfigs: { LiveRecordVodConfig: configs } } };
    const stage = stageWith('cn-shanghai', { recording });
    expect(await verdictsOf('recording', world(answers, { stage }))).toMatchObject([{ verdict }]);
  });

  it('a service that refuses to tell leaves its check open', async () => {
    const answers = { DescribeLiveRecordVodConfigs: 'Forbidden' };
    expect(await verdictsOf('recording', world(answers))).toMatchObject([
      { verdict: 'unknown', says: expect.stringMatching(/Forbidden/) },
    ]);
  });
});
