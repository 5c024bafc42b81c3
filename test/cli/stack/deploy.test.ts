import { describe, expect, it } from 'vitest';
import { serviceError } from '../../../cli/cloud/service-error.ts';
import type { StackEvent } from '../../../cli/cloud/stacks.ts';
import { CliError } from '../../../cli/errors.ts';
import { deployStack } from '../../../cli/stack/deploy.ts';
import { event, fakeStacks, type Script } from './fake-stacks.ts';

function run(script: Script, signal?: AbortSignal) {
  const stacks = fakeStacks(script);
  const shown: StackEvent[] = [];
  const told: string[] = [];
  const slept: number[] = [];
  const deployment = deployStack(stacks, {
    stackName: 'app-test',
    input: { templateBody: '{}', parameters: { AppName: 'live' }, timeoutMinutes: 10 },
    intervalMs: 100,
    sleep: async (ms) => void slept.push(ms),
    onEvent: (each) => shown.push(each),
    tell: (text) => told.push(text),
    ...(signal ? { signal } : {}),
  });
  return { stacks, shown, told, slept, deployment };
}

const existing = (status: string) => ({ stackId: 'old-id', stackName: 'app-test', status });

describe('deploying a stack', () => {
  it('creates it when there is none, and waits for the end', async () => {
    const events = [event('Rooms', 'CREATE_IN_PROGRESS'), event('Rooms', 'CREATE_COMPLETE')];
    const looks = [
      { status: 'CREATE_IN_PROGRESS' },
      { status: 'CREATE_COMPLETE', outputs: { AppServerUrl: 'http://a' } },
    ];
    const { stacks, shown, slept, deployment } = run({ looks, events });
    expect(await deployment).toEqual({
      action: 'created',
      stackId: 'new-id',
      status: 'CREATE_COMPLETE',
      outputs: { AppServerUrl: 'http://a' },
    });
    expect(stacks.calls).toEqual(['create app-test {"AppName":"live"}']);
    expect(shown).toEqual(events);
    expect(slept).toEqual([100]);
  });

  it('updates it when it is there, and shows only the new events', async () => {
    const events = [event('Rooms', 'UPDATE_COMPLETE')];
    const script = {
      found: existing('CREATE_COMPLETE'),
      looks: [{ status: 'UPDATE_COMPLETE' }],
      events,
      earlier: [event('Rooms', 'CREATE_COMPLETE')],
    };
    const { stacks, shown, deployment } = run(script);
    expect(await deployment).toMatchObject({ action: 'updated', stackId: 'old-id' });
    expect(stacks.calls).toEqual(['update old-id']);
    expect(shown).toEqual(events);
  });

  it('counts an unchanged stack as success', async () => {
    const looks = [{ status: 'CREATE_COMPLETE', outputs: { AppServerUrl: 'http://a' } }];
    const { deployment } = run({ found: existing('CREATE_COMPLETE'), looks, unchanged: true });
    expect(await deployment).toMatchObject({ action: 'unchanged', outputs: { AppServerUrl: 'http://a' } });
  });

  it('fails with the resource that failed first, not with those that were cancelled because of it', async () => {
    const events = [
      event('Logs', 'CREATE_FAILED', 'Resource creation cancelled', 'ALIYUN::SLS::Project'),
      event('IngestDomain', 'CREATE_FAILED', 'DomainOwnerVerifyFail: add a TXT record', 'Custom::LiveDomain'),
      event('app-test', 'CREATE_FAILED', 'IngestDomain failed', 'ALIYUN::ROS::Stack'),
    ];
    const { deployment } = run({ looks: [{ status: 'CREATE_ROLLBACK_COMPLETE' }], events });
    await expect(deployment).rejects.toThrow(
      'stack app-test ended as CREATE_ROLLBACK_COMPLETE. IngestDomain (Custom::LiveDomain): DomainOwnerVerifyFail: add a TXT record',
    );
    await expect(deployment).rejects.toMatchObject({ exitCode: 1, details: { cause: { logicalId: 'IngestDomain' } } });
  });

  it('fails with the reason of the stack when no resource failed', async () => {
    const { deployment } = run({ looks: [{ status: 'CREATE_FAILED', statusReason: 'Stack timed out' }] });
    await expect(deployment).rejects.toThrow('ended as CREATE_FAILED. Stack timed out');
  });

  it('an update that was rolled back is a failure', async () => {
    const { deployment } = run({ found: existing('UPDATE_COMPLETE'), looks: [{ status: 'ROLLBACK_COMPLETE' }] });
    await expect(deployment).rejects.toMatchObject({ code: 'StackFailed' });
  });

  it.each(['CREATE_ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS'])(
    'clears away a stack that is %s and creates it anew',
    async (status) => {
      const looks = [{ status: 'DELETE_COMPLETE' }, { status: 'CREATE_COMPLETE' }];
      const first = status.endsWith('IN_PROGRESS') ? [{ status: 'CREATE_ROLLBACK_COMPLETE' }] : [];
      const { stacks, deployment } = run({ found: existing(status), looks: [...first, ...looks] });
      expect(await deployment).toMatchObject({ action: 'created' });
      expect(stacks.calls).toEqual(['delete old-id', 'create app-test {"AppName":"live"}']);
    },
  );

  it('waits for an operation under way and then updates', async () => {
    const looks = [{ status: 'CREATE_IN_PROGRESS' }, { status: 'CREATE_COMPLETE' }, { status: 'UPDATE_COMPLETE' }];
    const { stacks, deployment } = run({ found: existing('CREATE_IN_PROGRESS'), looks });
    expect(await deployment).toMatchObject({ action: 'updated' });
    expect(stacks.calls).toEqual(['update old-id']);
  });

  it('shows of a deployment under way its own events, and none of those before', async () => {
    const own = [event('app-test', 'UPDATE_IN_PROGRESS', '', 'ALIYUN::ROS::Stack'), event('Rooms', 'UPDATE_COMPLETE')];
    const before = [
      event('app-test', 'CREATE_IN_PROGRESS', '', 'ALIYUN::ROS::Stack'),
      event('Rooms', 'CREATE_COMPLETE'),
      event('app-test', 'CREATE_COMPLETE', '', 'ALIYUN::ROS::Stack'),
    ];
    const looks = [{ status: 'UPDATE_IN_PROGRESS' }, { status: 'UPDATE_COMPLETE' }];
    const script = { found: existing('UPDATE_IN_PROGRESS'), looks, unchanged: true, earlier: [...before, ...own] };
    const { shown, deployment } = run(script);
    expect(await deployment).toMatchObject({ action: 'unchanged' });
    expect(shown).toEqual(own);
  });

  it('tells why the creation that it watched first failed, before it creates anew', async () => {
    const failed = [
      event('app-test', 'CREATE_IN_PROGRESS', '', 'ALIYUN::ROS::Stack'),
      event('Logs', 'CREATE_FAILED', 'Resource creation cancelled'),
      event('IngestDomain', 'CREATE_FAILED', 'DomainOverLimit: 20', 'Custom::LiveDomain'),
    ];
    const looks = [
      { status: 'CREATE_ROLLBACK_IN_PROGRESS' },
      { status: 'CREATE_ROLLBACK_COMPLETE' },
      { status: 'DELETE_COMPLETE' },
      { status: 'CREATE_COMPLETE' },
    ];
    const { told, deployment } = run({ found: existing('CREATE_IN_PROGRESS'), looks, earlier: failed });
    expect(await deployment).toMatchObject({ action: 'created' });
    expect(told).toEqual([
      'The creation of stack app-test before this one failed: IngestDomain (Custom::LiveDomain): DomainOverLimit: 20. Creating it anew',
    ]);
  });

  it('shows nothing of what became of the stack that it clears away', async () => {
    const failed = [
      event('app-test', 'CREATE_IN_PROGRESS', '', 'ALIYUN::ROS::Stack'),
      event('Rooms', 'CREATE_FAILED', 'no'),
    ];
    const looks = [{ status: 'DELETE_COMPLETE' }, { status: 'CREATE_COMPLETE' }];
    const { shown, deployment } = run({ found: existing('CREATE_ROLLBACK_COMPLETE'), looks, earlier: failed });
    await deployment;
    expect(shown.filter(({ reason }) => reason === 'no')).toEqual([]);
  });

  it('creates anew after a deletion that was under way', async () => {
    const looks = [{ status: 'DELETE_IN_PROGRESS' }, { status: 'DELETE_COMPLETE' }, { status: 'CREATE_COMPLETE' }];
    const { deployment } = run({ found: existing('DELETE_IN_PROGRESS'), looks });
    expect(await deployment).toMatchObject({ action: 'created', stackId: 'new-id' });
  });

  it.each(['DELETE_FAILED', 'ROLLBACK_FAILED', 'CREATE_FAILED'])(
    'does not touch a stack that is %s, and says what to do',
    async (status) => {
      const { stacks, deployment } = run({ found: existing(status), looks: [{ status }] });
      await expect(deployment).rejects.toMatchObject({
        code: 'StackNotUpdatable',
        hint: expect.stringContaining('destroy'),
      });
      expect(stacks.calls).toEqual([]);
    },
  );

  it('rides out network trouble while it waits', async () => {
    const reset = serviceError('GetStack', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    const { deployment, slept } = run({ looks: [reset, reset, { status: 'CREATE_COMPLETE' }] });
    expect(await deployment).toMatchObject({ action: 'created' });
    expect(slept).toEqual([100, 200]);
  });

  it('gives up at once when the service refuses', async () => {
    const refused = serviceError(
      'GetStack',
      Object.assign(new Error('no'), { code: 'Forbidden.RAM', statusCode: 403 }),
    );
    const { deployment, slept } = run({ looks: [refused] });
    await expect(deployment).rejects.toMatchObject({ code: 'Forbidden.RAM' });
    expect(slept).toEqual([]);
  });

  it('gives up in the end when the network does not come back', async () => {
    const reset = serviceError('GetStack', Object.assign(new Error('gone'), { code: 'ENOTFOUND' }));
    const { deployment, slept } = run({ looks: [reset] });
    await expect(deployment).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(slept).toHaveLength(29);
    expect(Math.max(...slept)).toBeLessThanOrEqual(10_000);
  });

  it('stops waiting when it is interrupted', async () => {
    const controller = new AbortController();
    controller.abort(new CliError('Interrupted', 'interrupted', { exitCode: 130 }));
    const { deployment } = run({ looks: [{ status: 'CREATE_IN_PROGRESS' }] }, controller.signal);
    await expect(deployment).rejects.toMatchObject({ exitCode: 130 });
  });
});
