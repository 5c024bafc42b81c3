import { describe, expect, it } from 'vitest';
import { callRpc } from '../../cli/cloud/rpc.ts';
import { stacksOf } from '../../cli/cloud/stacks.ts';
import { CliError } from '../../cli/errors.ts';
import type { Json } from '../../local/product.ts';
import { type Deployer, openDeployer, stageWith } from './deployer.ts';
import { login, post } from './live-stack.ts';

const RETAINED = stageWith('local', { deletionPolicy: 'retain' });

async function makeRoom(url: string, title: string): Promise<string> {
  const token = await login(url, 'alice');
  const room = { title, anchor: 'alice', mode: 0, im_server: ['aliyun_new'] };
  const answer = await post(`${url}/api/v2/live/create`, room, token);
  expect(answer.status).toBe(200);
  return String(answer.body.id);
}

async function refusal(work: Promise<unknown>): Promise<CliError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CliError)) throw new Error(`expected a CliError, got ${String(error)}`);
  return error;
}

/** What exists, without the IM application, which outlives every stack (P14). */
function things({ cloud }: Deployer): { [product: string]: Json } {
  const { messageApps: _, ...live } = cloud.inventory().live as { [key: string]: Json };
  return { ...cloud.inventory(), live };
}

describe('data that a destroyed stack leaves behind', { timeout: 60_000 }, () => {
  it('is found and used by the next deployment, which then neither makes nor deletes it', async () => {
    const deployer = await openDeployer();
    const first = await deployer.deploy(RETAINED);
    const id = await makeRoom(String(first.outputs.AppServerUrl), 'Kept');
    const { retained } = await deployer.destroy(RETAINED);
    expect(retained.map(({ logicalId }) => logicalId)).toEqual(
      expect.arrayContaining(['TablestoreInstance', 'RoomsTable', 'LogProject']),
    );

    const second = await deployer.deploy(RETAINED);
    expect(second.action).toBe('created');
    expect(deployer.steps.join('\n')).toMatch(/Going on with data of an earlier stack: instance,settings,rooms/);
    const url = String(second.outputs.AppServerUrl);
    const token = await login(url, 'bob');
    expect(await post(`${url}/api/v1/live/get`, { id, user_id: 'bob' }, token)).toMatchObject({
      status: 200,
      body: { title: 'Kept' },
    });

    const changed = await deployer.deploy({ ...RETAINED, keyRotation: 2, deletionPolicy: 'delete' });
    expect(changed.action).toBe('updated');
    await deployer.destroy(RETAINED);
    const { tablestore } = deployer.cloud.inventory();
    expect(JSON.stringify(tablestore)).toContain('"rooms"');
  });

  it('is made whole when a part of it is missing', async () => {
    const deployer = await openDeployer();
    const before = things(deployer);
    const deletable = { ...RETAINED, deletionPolicy: 'delete' as const };
    await deployer.deploy(RETAINED);
    await deployer.destroy(RETAINED);
    const stacks = stacksOf(deployer.target(RETAINED));
    // A later version has a table that the kept data lacks: here, one that somebody dropped.
    await dropTable(deployer, 'bans');
    await deployer.deploy(deletable);
    const stackId = String((await stacks.find(RETAINED.stackName))?.stackId);
    const own = (await stacks.resources(stackId)).filter(({ resourceType }) => resourceType.startsWith('ALIYUN::OTS'));
    expect(own.map(({ logicalId }) => logicalId)).toEqual(['BansTable']);
    await deployer.destroy(deletable);
    expect(JSON.stringify(things(deployer).tablestore)).not.toContain('"bans"');
    expect(things(deployer)).not.toEqual(before);
  });
});

async function dropTable({ cloud }: Deployer, name: string): Promise<void> {
  const { tablestore } = cloud.inventory() as { tablestore: { [instance: string]: Json } };
  const instance = Object.keys((tablestore.instances ?? tablestore) as object)[0];
  const { default: TableStore } = await import('tablestore');
  const client = new TableStore.Client({
    accessKeyId: cloud.account.accessKeyId,
    secretAccessKey: cloud.account.accessKeySecret,
    endpoint: cloud.endpoint,
    instancename: String(instance),
  });
  await client.deleteTable({ tableName: name });
}

describe('a change that the deployed stack cannot make', { timeout: 60_000 }, () => {
  it('is refused before anything happens, with the way out', async () => {
    const deployer = await openDeployer();
    await deployer.deploy(stageWith('local'));
    const before = deployer.cloud.inventory();
    const error = await refusal(deployer.deploy(stageWith('local', { tablestoreType: 'HYBRID', compute: 'fc2' })));
    expect(error).toMatchObject({ code: 'ChangeRefused', exitCode: 2, hint: 'Nothing was changed.' });
    expect(error.message).toMatch(/TablestoreInstance\.ClusterType: from SSD to HYBRID/);
    expect(error.message).toMatch(/Provisioner\.Type: from ALIYUN::FC3::Function to ALIYUN::FC::Function/);
    expect(error.message).toMatch(/add a stage with it/);
    expect(deployer.cloud.inventory()).toEqual(before);
  });

  it('of the region does not begin a second stack', async () => {
    const deployer = await openDeployer();
    await deployer.deploy(stageWith('local'));
    const before = deployer.cloud.inventory();
    const error = await refusal(deployer.deploy(stageWith('local', { region: 'ap-southeast-1' })));
    expect(error).toMatchObject({ code: 'OtherRegion', exitCode: 2 });
    expect(`${error.message} ${error.hint}`).toMatch(/exists in cn-shanghai.*Set the region back to cn-shanghai/);
    expect(deployer.cloud.inventory()).toEqual(before);
  });
});

describe('tags', () => {
  it('reach a stack that exists already', async () => {
    const deployer = await openDeployer();
    await deployer.deploy(stageWith('local'));
    const tagged = stageWith('local', { tags: { team: 'live' } });
    expect(await deployer.deploy(tagged)).toMatchObject({ action: 'updated' });
    const stackId = String((await stacksOf(deployer.target(tagged)).find(tagged.stackName))?.stackId);
    const list = { host: 'ros.aliyuncs.com', version: '2019-09-10', action: 'ListStacks' };
    const { Stacks } = await callRpc(deployer.target(tagged), list, {
      RegionId: tagged.region,
      'Tag.1.Key': 'team',
      'Tag.1.Value': 'live',
    });
    expect(Stacks).toMatchObject([{ StackId: stackId }]);
  });
});
