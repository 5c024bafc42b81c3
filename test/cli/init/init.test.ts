import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../cdk/config/load.ts';
import { stageOf } from '../../../cdk/config/stage.ts';
import { init } from '../../../cli/init/init.ts';

let config: string;
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'init-'));
  config = join(directory, 'ros.json');
});
afterEach(() => rm(directory, { recursive: true }));

describe('init where nobody can be asked', () => {
  it('writes a file that every other command takes', async () => {
    const flags = { app: 'my-live', region: 'ap-southeast-1', ingest: 'in.my.org', streaming: 'out.my.org' } as const;
    expect(await init({ config, force: false, ...flags }, false)).toEqual({
      file: config,
      stages: ['local', 'ap-southeast-1'],
    });
    const stage = stageOf(await loadConfig(config), 'ap-southeast-1');
    expect(stage).toMatchObject({ stackName: 'my-live-ap-southeast-1', domainScope: 'overseas', dns: 'manual' });
  });

  it('names the zone of records that the stack adds', async () => {
    await init({ config, force: false, ingest: 'in.my.org', streaming: 'out.my.org', dns: 'alidns' }, false);
    expect(stageOf(await loadConfig(config), 'cn-shanghai')).toMatchObject({ dns: 'alidns', dnsZone: 'my.org' });
  });

  it('refuses a mistake before it writes anything, and does not overwrite', async () => {
    await expect(init({ config, force: false, app: 'My Live' }, false)).rejects.toThrow(/app name/);
    await init({ config, force: false }, false);
    await expect(init({ config, force: false }, false)).rejects.toMatchObject({ code: 'FileExists', exitCode: 2 });
    await init({ config, force: true, app: 'other' }, false);
    expect((await loadConfig(config)).written.app).toBe('other');
  });
});
