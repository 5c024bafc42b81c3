import { describe, expect, it } from 'vitest';
import { destroyStack } from '../../../cli/stack/destroy.ts';
import { event, fakeStacks, type Script } from './fake-stacks.ts';

const resource = (logicalId: string) => ({
  logicalId,
  physicalId: `p-${logicalId}`,
  resourceType: 'ALIYUN::OTS::Table',
  status: 'CREATE_COMPLETE',
  reason: '',
});
const existing = (status: string) => ({ stackId: 'id', stackName: 'app-test', status });

function run(script: Script) {
  const stacks = fakeStacks(script);
  const options = { stackName: 'app-test', intervalMs: 100, sleep: async () => undefined, onEvent: () => undefined };
  return { stacks, destruction: destroyStack(stacks, options) };
}

describe('destroying a stack', () => {
  it('is done at once when there is none', async () => {
    const { stacks, destruction } = run({ looks: [] });
    expect(await destruction).toEqual({ existed: false, retained: [] });
    expect(stacks.calls).toEqual([]);
  });

  it('deletes it and names what the template keeps', async () => {
    const { stacks, destruction } = run({
      found: existing('CREATE_COMPLETE'),
      looks: [{ status: 'DELETE_IN_PROGRESS' }, { status: 'DELETE_COMPLETE' }],
      earlier: [event('Rooms', 'CREATE_COMPLETE')],
      events: [event('Provisioner', 'DELETE_COMPLETE')],
      resources: [resource('Provisioner'), resource('Rooms')],
    });
    expect(await destruction).toEqual({
      existed: true,
      stackId: 'id',
      retained: [{ logicalId: 'Rooms', physicalId: 'p-Rooms', resourceType: 'ALIYUN::OTS::Table' }],
    });
    expect(stacks.calls).toEqual(['delete id']);
  });

  it('does not call kept what an earlier rollback took away', async () => {
    const gone = { ...resource('Rooms'), status: 'DELETE_COMPLETE' };
    const { destruction } = run({
      found: existing('CREATE_ROLLBACK_FAILED'),
      looks: [{ status: 'DELETE_COMPLETE' }],
      earlier: [event('Rooms', 'DELETE_COMPLETE')],
      resources: [gone, { ...resource('Never'), status: 'INIT_COMPLETE', physicalId: '' }],
    });
    expect(await destruction).toMatchObject({ retained: [] });
  });

  it('only waits when a deletion is under way', async () => {
    const { stacks, destruction } = run({
      found: existing('DELETE_IN_PROGRESS'),
      looks: [{ status: 'DELETE_COMPLETE' }],
    });
    expect(await destruction).toMatchObject({ existed: true });
    expect(stacks.calls).toEqual([]);
  });

  it('waits for another operation before it deletes', async () => {
    const looks = [{ status: 'UPDATE_IN_PROGRESS' }, { status: 'UPDATE_COMPLETE' }, { status: 'DELETE_COMPLETE' }];
    const { stacks, destruction } = run({ found: existing('UPDATE_IN_PROGRESS'), looks });
    expect(await destruction).toMatchObject({ existed: true });
    expect(stacks.calls).toEqual(['delete id']);
  });

  it('fails with the resource that could not be deleted', async () => {
    const { destruction } = run({
      found: existing('CREATE_COMPLETE'),
      looks: [{ status: 'DELETE_FAILED' }],
      earlier: [],
      events: [event('Instance', 'DELETE_FAILED', 'the instance still has tables', 'ALIYUN::OTS::Instance')],
    });
    await expect(destruction).rejects.toThrow('Instance (ALIYUN::OTS::Instance): the instance still has tables');
  });
});
