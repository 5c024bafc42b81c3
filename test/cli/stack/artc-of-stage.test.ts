import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Target } from '../../../cli/cloud/target.ts';
import { ARTC_APP_KEY_VARIABLE, artcOf } from '../../../cli/stack/artc-of-stage.ts';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud.ts';
import { stage } from '../../cdk/support.ts';

let cloud: LocalCloud;
let target: Target;
beforeAll(async () => {
  cloud = await startLocalCloud({ port: 0, triggerPort: 0 });
  target = { regionId: 'cn-shanghai', endpoint: cloud.endpoint, credentials: cloud.account };
  return () => cloud.close();
});
afterEach(() => vi.unstubAllEnvs());

const finding = stage('cn-shanghai', { artcAppId: 'auto' });

describe('the ARTC application of a stage', () => {
  it('is none where the stage names none', async () => {
    expect(await artcOf(stage('cn-shanghai'), target)).toBeUndefined();
  });

  it('is found, with its key, when the account has one and the stage says auto', async () => {
    expect(await artcOf(finding, target)).toEqual(cloud.account.artcApp);
  });

  it('keeps the key that was given', async () => {
    vi.stubEnv(ARTC_APP_KEY_VARIABLE, 'given');
    expect(await artcOf(finding, target)).toEqual({ appId: cloud.account.artcApp.appId, appKey: 'given' });
  });

  it('is on stage local that of the local cloud, whatever key is given for a real one', async () => {
    vi.stubEnv(ARTC_APP_KEY_VARIABLE, 'given');
    expect(await artcOf(stage('local'), target)).toEqual(cloud.account.artcApp);
  });

  it('that cannot be listed is told, with what to do', async () => {
    const nowhere = { ...target, credentials: { accessKeyId: 'LTAInobody', accessKeySecret: 'none' } };
    await expect(artcOf(finding, nowhere)).rejects.toMatchObject({
      code: 'NoArtcApp',
      exitCode: 2,
      message: expect.stringContaining('cannot be listed'),
    });
  });
});
