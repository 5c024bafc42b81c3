/** A stage and a cloud that answers what a test says. */
import { loadConfig } from '../../../cdk/config/load.ts';
import type { Stage } from '../../../cdk/config/schema.ts';
import { stageOf } from '../../../cdk/config/stage.ts';
import type { World } from '../../../cli/doctor/check.ts';
import { CliError } from '../../../cli/errors.ts';

const config = await loadConfig(new URL('../../../ros.json', import.meta.url).pathname);

export const stageWith = (name: string, changes: Partial<Stage> = {}): Stage => ({
  ...stageOf(config, name),
  ...changes,
});

/** An answer by action; a string is the code of a refusal. */
export type Answers = Readonly<Record<string, object | string>>;

export function fakeWorld(answers: Answers, changes: Partial<World> = {}): World {
  return {
    stage: stageWith('cn-shanghai'),
    isLocalCloud: false,
    nodeVersion: 'v20.19.0',
    rpc: async ({ action }) => {
      const answer = answers[action] ?? 'Unexpected';
      if (typeof answer === 'string') throw new CliError(answer, `${action} failed: ${answer}`);
      return answer as Record<string, unknown>;
    },
    accountId: async () => '1234',
    stack: async () => undefined,
    outputs: async () => ({}),
    tables: async () => undefined,
    hasFunction: async () => false,
    cnames: async () => [],
    certificate: async () => undefined,
    now: () => Date.parse('2026-11-30T00:00:00Z'),
    synthesized: async () => {
      throw new Error('no template in this test');
    },
    ...changes,
  };
}
