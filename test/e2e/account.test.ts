import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callRpc } from '../../cli/cloud/rpc.ts';
import { type CliKit, openCliKit } from './cli-kit.ts';
import { run } from './live-stack.ts';

interface Doctor {
  readonly checks: readonly { readonly id: string; readonly findings: readonly object[] }[];
}

describe('what an account lacks', { timeout: 180_000 }, () => {
  let kit: CliKit;
  beforeEach(async () => {
    kit = await openCliKit();
  });
  afterEach(() => kit.close());

  const missing = (product: string) => kit.cloud.faults.add({ product, action: '*', kind: 'not-activated' });
  const findings = async (id: string) =>
    (await kit.data<Doctor>('doctor')).checks.find((check) => check.id === id)?.findings;

  it('wrong credentials: deploy tells whose fault it is, with the request id, and changes nothing', async () => {
    const { code, stdout, stderr } = await run(kit.directory, ['deploy'], {
      ...kit.env,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'not-the-secret',
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^Error: \w+ failed: .+ \(SignatureDoesNotMatch, request id [0-9A-F-]{36}\)\nCheck the AccessKey id and secret/,
    );
    expect(stderr).not.toContain('not-the-secret');
  });

  it.each([
    ['live', 'ApsaraVideo Live', 'https://live.console.aliyun.com/'],
    ['vod', 'ApsaraVideo VOD', 'https://vod.console.aliyun.com/'],
  ])(
    '%s is not activated: doctor and deploy name it, with the link, before anything is created',
    async (product, name, link) => {
      missing(product);
      const before = kit.cloud.inventory();
      expect(await findings(product)).toMatchObject([
        { verdict: 'problem', says: `${name} is not activated for this account.`, link },
      ]);
      const { code, stderr } = await kit.live('deploy');
      expect(code).toBe(1);
      expect(stderr).toMatch(
        new RegExp(
          `the deployment would fail:\n +${name} is not activated for this account\\. Activate it .+ ${link}\n`,
        ),
      );
      expect(stderr).toMatch(/Nothing was created\. "live-stack doctor" looks at everything/);
      expect(kit.cloud.inventory()).toEqual(before);
    },
  );

  it('Function Compute, Tablestore and Log Service are not activated: a warning, because the stack activates them', async () => {
    for (const product of ['fc', 'tablestore', 'sls']) missing(product);
    expect(await findings('services')).toMatchObject([
      {
        verdict: 'warning',
        says: expect.stringMatching(/^Function Compute is not activated\. The stack activates it/),
      },
      { verdict: 'warning', says: expect.stringMatching(/^Tablestore is not/), link: expect.stringMatching(/^https:/) },
      { verdict: 'warning', says: expect.stringMatching(/^Simple Log Service is not/) },
    ]);
    const { code, stdout, stderr } = await kit.live('deploy');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Stack created/) });
    expect(stderr).toMatch(/Warning: Tablestore is not activated/);
    expect(kit.cloud.faults.list()).toEqual([]);
  });

  it('a service that is deactivated later is told by the command that meets it', async () => {
    expect(await kit.live('deploy')).toMatchObject({ code: 0 });
    missing('fc');
    missing('sls');
    expect(await kit.live('invoke', '{"action":"users.list"}')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /FC service is not enabled for current user.*\(AccessDenied, request id .+\)\nThe service is not activated/,
      ),
    });
    expect(await kit.live('logs')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /AccessKeyId is inactive.*\nThe AccessKey is disabled, or Log Service is not activated/,
      ),
    });
  });

  it('the quota of live domains is used up: a warning before, the cause and the way out after', async () => {
    const target = { regionId: 'cn-shanghai', endpoint: kit.cloud.endpoint, credentials: kit.cloud.account };
    const add = { host: 'live.aliyuncs.com', version: '2016-11-01', action: 'AddLiveDomain' };
    for (let n = 0; n < 19; n += 1) {
      const domain = { DomainName: `taken${n}.localhost`, LiveDomainType: 'liveVideo', Region: 'cn-shanghai' };
      await callRpc(target, add, domain);
    }
    const { code, stdout, stderr } = await kit.live('--json', 'deploy');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout).error).toMatchObject({
      code: 'StackFailed',
      status: 'CREATE_ROLLBACK_COMPLETE',
      cause: { resourceType: 'Custom::LiveDomain', reason: expect.stringContaining('DomainOverLimit') },
      hint: expect.stringMatching(/quota is used up.*quotas\.console\.aliyun\.com/),
    });
    expect(await findings('live')).toMatchObject([
      { verdict: 'ok' },
      { verdict: 'warning', says: expect.stringMatching(/^19 live domains exist and 2 more are needed/) },
    ]);
  });

  it('the quota of stacks is used up: deploy names it and the way out, and nothing is created', async () => {
    const target = { regionId: 'cn-shanghai', endpoint: kit.cloud.endpoint, credentials: kit.cloud.account };
    const create = { host: 'ros.aliyuncs.com', version: '2019-09-10', action: 'CreateStack' };
    const TemplateBody = JSON.stringify({ ROSTemplateFormatVersion: '2015-09-01', Resources: {} });
    for (let n = 0; n < 200; n += 1) {
      await callRpc(target, create, { RegionId: 'cn-shanghai', StackName: `taken-${n}`, TemplateBody });
    }
    const { code, stdout } = await kit.live('--json', 'deploy');
    expect(code).toBe(1);
    expect(JSON.parse(stdout).error).toMatchObject({
      code: 'QuotaExceeded.Stack',
      message: expect.stringMatching(/^CreateStack failed: The number of stacks exceeds the quota of 200\./),
      requestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
      hint: expect.stringMatching(/^A quota is used up.*quotas\.console\.aliyun\.com/),
    });
    expect((await kit.live('deploy')).stderr).toMatch(
      /Error: CreateStack failed: .+ \(QuotaExceeded\.Stack, request id .+\)\nA quota is used up: delete what is not needed/,
    );
    const { ros } = kit.cloud.inventory() as { ros: { stackName: string }[] };
    expect(ros.filter(({ stackName }) => !stackName.startsWith('taken-'))).toEqual([]);
  });
});
