import { describe, expect, it } from 'vitest';
import { synthesizedStage } from '../../../cli/stack/synthesized.ts';
import { stageWith } from '../doctor/world.ts';

describe('a template that ROS would refuse', () => {
  it('is told with its findings, and not as a bug', async () => {
    const suppressions = [{ rule: 'no-such-rule', reason: 'there is no such rule' }];
    const stage = stageWith('local', { suppressions, code: { ossBucket: 'a-bucket', ossObject: 'code.zip' } });
    await expect(synthesizedStage(stage)).rejects.toMatchObject({
      code: 'UnfitTemplate',
      exitCode: 1,
      message: expect.stringContaining('no-such-rule'),
    });
  });
});
