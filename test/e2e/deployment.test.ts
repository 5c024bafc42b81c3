import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callRpc } from '../../cli/cloud/rpc.ts';
import { type LocalCloud, startLocalCloud } from '../../local/cloud.ts';
import type { RequestRecord } from '../../local/gateway.ts';
import type { Json } from '../../local/product.ts';
import { type Finished, folder, login, post, type RosJson, run } from './live-stack.ts';

/** A cloud in this process, and the built command that deploys to it as to any endpoint. */
let cloud: LocalCloud;
let requests: RequestRecord[];
const folders: string[] = [];
beforeEach(async () => {
  requests = [];
  cloud = await startLocalCloud({ port: 0, triggerPort: 0, onRequest: (record) => requests.push(record) });
});
afterEach(async () => {
  await cloud.close();
  await Promise.all(folders.splice(0).map((directory) => rm(directory, { recursive: true })));
});

async function liveStack(args: readonly string[], change?: (config: RosJson) => void): Promise<Finished> {
  const directory = await folder(change);
  folders.push(directory);
  return run(directory, [...args, '--endpoint', cloud.endpoint], {
    ALIBABA_CLOUD_ACCESS_KEY_ID: cloud.account.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: cloud.account.accessKeySecret,
  });
}

/** What exists, without the IM application: the service has no deletion, a destroyed stack leaves it disabled (P14). */
function withoutMessageApp(inventory: { [product: string]: Json }): { [product: string]: Json } {
  const { messageApps: _, ...live } = inventory.live as { [key: string]: Json };
  return { ...inventory, live };
}

const useCompute = (compute: string) => (config: RosJson) => {
  config.defaults.compute = compute;
};

describe.each(['fc3', 'fc2'])('with Function Compute %s', (compute) => {
  it('P14: deploy, use, destroy: the cloud is as it was, but for a disabled IM application', async () => {
    const before = cloud.inventory();
    const deployed = await liveStack(['--json', 'deploy', '--stage', 'local'], useCompute(compute));
    expect(deployed).toMatchObject({ code: 0, stderr: '' });
    const { action, outputs } = JSON.parse(deployed.stdout);
    expect(action).toBe('created');
    const { services } = cloud.inventory().fc as { services: Json[] };
    expect(services).toHaveLength(compute === 'fc2' ? 2 : 0);

    const token = await login(outputs.AppServerUrl, 'alice');
    const room = await post(
      `${outputs.AppServerUrl}/api/v2/live/create`,
      { title: 'A', anchor: 'alice', mode: 1, im_server: ['aliyun_new'] },
      token,
    );
    expect(room).toMatchObject({ status: 200, body: { mode: 1 } });

    expect(await liveStack(['destroy', '--stage', 'local'], useCompute(compute))).toMatchObject({ code: 0 });
    expect(withoutMessageApp(cloud.inventory())).toEqual(withoutMessageApp(before));
    expect(JSON.stringify((cloud.inventory().live as { [key: string]: Json }).messageApps)).toMatch(
      /"[Dd]isabled?":true/,
    );
    expect(cloud.fc.pids()).toEqual([]);
  });
});

describe('a deployment that fails', () => {
  it('rolls back, leaves nothing, and ends with exit code 1 and the reason', async () => {
    const before = cloud.inventory();
    cloud.faults.add({ product: 'live', action: 'AddLiveRecordVodConfig', kind: 'forbidden' });
    const { code, stderr } = await liveStack(['deploy', '--stage', 'local']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /Error: stack interactive-live-local ended as CREATE_ROLLBACK_COMPLETE\. Recording \(Custom::LiveRecording\): .*AddLiveRecordVodConfig/,
    );
    const after = withoutMessageApp(cloud.inventory());
    expect({ ...after, ros: [] }).toEqual(withoutMessageApp(before));
  });

  it('P4: undoing what never took place asks for no further right', async () => {
    cloud.faults.add({ product: 'live', action: 'BatchSetLiveDomainConfigs', kind: 'forbidden' });
    const { code, stderr } = await liveStack(['deploy', '--stage', 'local']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/ended as CREATE_ROLLBACK_COMPLETE\. \w+UrlSigning \(Custom::LiveUrlSigning\)/);
  });

  it('succeeds when it is run again after the cause is gone', async () => {
    cloud.faults.add({ product: 'live', action: 'AddLiveDomainMapping', kind: 'forbidden' });
    expect(await liveStack(['deploy', '--stage', 'local'])).toMatchObject({ code: 1 });
    cloud.faults.clear();
    const { code, stdout } = await liveStack(['deploy', '--stage', 'local']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Stack created: CREATE_COMPLETE/) });
  });

  it('P9: rides out throttling', async () => {
    cloud.faults.add({ product: 'live', action: 'AddLiveDomain', kind: 'throttling', times: 2 });
    cloud.faults.add({ product: 'tablestore', action: 'PutRow', kind: 'throttling', times: 2 });
    expect(await liveStack(['deploy', '--stage', 'local'])).toMatchObject({ code: 0 });
  });

  it('with wrong credentials: says so, and makes nothing', async () => {
    const before = cloud.inventory();
    const directory = await folder();
    folders.push(directory);
    const { code, stderr } = await run(directory, ['deploy', '--stage', 'local', '--endpoint', cloud.endpoint], {
      ALIBABA_CLOUD_ACCESS_KEY_ID: cloud.account.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'wrong',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Error: \w+ failed: .*SignatureDoesNotMatch/);
    expect(stderr).toContain('Check the AccessKey id and secret');
    expect(cloud.inventory()).toEqual(before);
  });
});

describe('the stages for the cloud', () => {
  it.each(['cn-shanghai', 'ap-southeast-1'])(
    '%s: a domain whose ownership is not proven is told with the record to add; then it deploys',
    async (stage) => {
      const change = (config: RosJson) => {
        config.defaults.deletionPolicy = 'delete';
      };
      const refused = await liveStack(['deploy', '--stage', stage], change);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toMatch(/DomainOwnerVerifyFail|TXT/);
      const content = /verify_\w+/.exec(refused.stderr)?.[0];
      expect(content).toBeDefined();

      cloud.dns.addDomain('example.com');
      const target = { regionId: 'cn-shanghai', endpoint: cloud.endpoint, credentials: cloud.account };
      const record = { DomainName: 'example.com', RR: 'verification', Type: 'TXT', Value: String(content) };
      await callRpc(target, { host: 'alidns.aliyuncs.com', version: '2015-01-09', action: 'AddDomainRecord' }, record);
      const { code, stdout } = await liveStack(['deploy', '--stage', stage], change);
      expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Stack created/) });
    },
  );
});

describe('T3, L1: rights', () => {
  it('each function calls only what its role allows, and nothing was refused', async () => {
    expect(await liveStack(['deploy', '--stage', 'local'])).toMatchObject({ code: 0 });
    const refused = requests.filter((record) => record.status === 403 && record.product !== 'tablestore');
    expect(refused).toEqual([]);
  });
});
