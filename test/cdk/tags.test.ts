import { describe, expect, it } from 'vitest';
import { tagsOf } from '../../cdk/tags.ts';
import { openFastCloud } from '../stack/fast-cloud.ts';
import { stage } from './support.ts';

describe('the tags of a stack', () => {
  it('are those of the stage and one of its own, so that the list is never empty', () => {
    expect(tagsOf({ tags: { team: 'a' }, stackName: 'demo-prod' })).toEqual({ team: 'a', 'live-stack': 'demo-prod' });
    expect(tagsOf({ tags: {}, stackName: 'demo-prod' })).toEqual({ 'live-stack': 'demo-prod' });
  });

  it('are gone from it when the stage has none any more', { timeout: 60_000 }, async () => {
    const cloud = await openFastCloud();
    cloud.dns.addDomain('example.com');
    const local = stage('local');
    await cloud.deploy({ ...local, tags: { team: 'a', tier: 'b' } });
    expect(await cloud.tags(local)).toEqual({ team: 'a', tier: 'b', 'live-stack': local.stackName });
    expect(await cloud.deploy(local)).toMatchObject({ action: 'updated' });
    expect(await cloud.tags(local)).toEqual({ 'live-stack': local.stackName });
  });
});
