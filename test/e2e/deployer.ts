/** A local cloud in this process, and the command's own functions that deploy to it: no built command, no other process but the functions. */
import { onTestFinished } from 'vitest';
import { loadConfig } from '../../cdk/config/load.ts';
import type { Stage } from '../../cdk/config/schema.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { stacksOf } from '../../cli/cloud/stacks.ts';
import type { Target } from '../../cli/cloud/target.ts';
import { pause } from '../../cli/context.ts';
import { deployStage, type StageDeployment } from '../../cli/stack/deploy-stage.ts';
import { type Destruction, destroyStack } from '../../cli/stack/destroy.ts';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../local/cloud.ts';

const config = await loadConfig(new URL('../../ros.json', import.meta.url).pathname);

/** A stage of this project with some fields changed. */
export function stageWith(name: string, changes: Partial<Stage> = {}): Stage {
  return { ...stageOf(config, name), ...changes };
}

export interface Deployer {
  readonly cloud: LocalCloud;
  readonly target: (stage: Stage) => Target;
  /** Lines of progress so far. */
  readonly steps: string[];
  readonly deploy: (stage: Stage) => Promise<StageDeployment>;
  readonly destroy: (stage: Stage) => Promise<Destruction>;
}

export async function openDeployer(options: Partial<LocalCloudOptions> = {}): Promise<Deployer> {
  const cloud = await startLocalCloud({ port: 0, triggerPort: 0, ...options });
  onTestFinished(() => cloud.close());
  const steps: string[] = [];
  const terminal = {
    step: (text: string) => void steps.push(text),
    event: () => undefined,
    result: () => undefined,
    fail: () => undefined,
  };
  const target = (stage: Stage): Target => ({
    regionId: stage.region,
    endpoint: cloud.endpoint,
    credentials: cloud.account,
  });
  return {
    cloud,
    target,
    steps,
    deploy: (stage) => deployStage(stage, target(stage), { terminal, signal: new AbortController().signal }),
    destroy: (stage) =>
      destroyStack(stacksOf(target(stage)), {
        stackName: stage.stackName,
        intervalMs: 50,
        sleep: pause,
        onEvent: () => undefined,
      }),
  };
}
