import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CliKit, openCliKit, until } from './cli-kit.ts';
import { run } from './live-stack.ts';

describe('what a person sees when a deployment cannot go well', { timeout: 60_000 }, () => {
  let kit: CliKit;
  beforeEach(async () => {
    kit = await openCliKit();
  });
  afterEach(() => kit.close());

  it('wrong credentials: doctor says so, and asks the cloud nothing more', async () => {
    const { code, stdout } = await run(kit.directory, ['doctor'], {
      ...kit.env,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'wrong',
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ Credentials +GetCallerIdentity failed: .*SignatureDoesNotMatch/);
    expect(stdout).toMatch(/Check the AccessKey id and secret/);
    expect(stdout).toMatch(/\? Services +Not asked: the credentials are not accepted/);
    expect(stdout).not.toContain('wrong');
  });

  it('a rollback is explained by its root cause, with request id and next step', async () => {
    kit.cloud.faults.add({ product: 'live', action: 'AddLiveDomainMapping', kind: 'forbidden' });
    const { code, stdout, stderr } = await kit.live('--json', 'deploy');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout).error).toMatchObject({
      code: 'StackFailed',
      hint: expect.stringContaining('newest version of the project'),
      status: 'CREATE_ROLLBACK_COMPLETE',
      cause: { resourceType: 'Custom::LiveDomainMapping', reason: expect.stringContaining('AddLiveDomainMapping') },
      requestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
    });
  });

  it('the network is gone for a while in the middle: the command goes on when it is back', async () => {
    kit.cloud.faults.add({ product: 'ros', action: 'GetStack', kind: 'reset', after: 3, times: 3 });
    kit.cloud.faults.add({ product: 'ros', action: 'ListStackEvents', kind: 'cut', after: 5, times: 2 });
    expect(await kit.live('deploy')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Stack created/) });
  });

  it('Ctrl-C in the middle ends the watching alone; another run watches the same deployment to its end', async () => {
    const slow = {
      product: 'live',
      action: 'AddLiveDomainMapping',
      kind: 'latency',
      latencyMs: 6_000,
      times: 1,
    } as const;
    kit.cloud.faults.add(slow);
    const first = kit.begin('deploy');
    const closed = once(first, 'close');
    await until(first, 'stderr', 'CREATE_COMPLETE');
    const second = kit.live('deploy');
    const ended = until(first, 'stderr', 'Run the command again to watch it to its end.');
    first.kill('SIGINT');
    expect(await ended).toMatch(/interrupted; what was begun on stack interactive-live-local goes on/);
    expect((await closed)[0]).toBe(130);
    const { code, stdout, stderr } = await second;
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Stack unchanged: CREATE_COMPLETE/) });
    expect(stderr).toMatch(/✓ CREATE_COMPLETE +Recording/);
  });

  it('a change that would lose data is refused without --yes where nobody can be asked', async () => {
    const stage = 'test';
    const domains = { ingest: 'in.localhost', streaming: 'out.localhost' };
    const other = await openCliKit((config) => {
      config.stages[stage] = { ...config.stages.local, domains };
    });
    try {
      expect(await other.live('deploy', '--stage', stage)).toMatchObject({ code: 0 });
      const { readFile, writeFile } = await import('node:fs/promises');
      const file = `${other.directory}/ros.json`;
      const config = JSON.parse(await readFile(file, 'utf8'));
      config.stages[stage].logRetentionDays = 1;
      await writeFile(file, JSON.stringify(config));
      const refused = await other.live('deploy', '--stage', stage);
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/data would be lost/) });
      expect(refused.stderr).toMatch(/DATA AT RISK: logs older than 1 days/);
      expect(await other.live('deploy', '--stage', stage, '--yes')).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^Stack updated/),
      });
    } finally {
      await other.close();
    }
  });
});
