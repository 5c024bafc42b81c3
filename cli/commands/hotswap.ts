/** `live-stack hotswap`: replaces the code of a stage's functions in seconds, and nothing else of the stack. */
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { bundle } from '../../cdk/functions/bundle.ts';
import { functionOf } from '../functions/function-of-stage.ts';
import type { FunctionPart } from '../functions/remote-function.ts';
import { targetOf } from '../stage-target.ts';
import { type CommandContext, pause } from './command.ts';

export interface HotswapOptions {
  readonly config: string;
  readonly stage: string;
  readonly endpoint?: string;
}

const PARTS: readonly FunctionPart[] = ['app-server', 'provisioner'];

export async function hotswap(options: HotswapOptions, { terminal }: CommandContext): Promise<void> {
  const stage = stageOf(await loadConfig(options.config), options.stage);
  const target = await targetOf(stage, options.endpoint);
  const [{ zip, sha256 }, ...functions] = await Promise.all([
    bundle(),
    ...PARTS.map((part) => functionOf(stage, part, target, pause)),
  ] as const);
  await Promise.all(
    functions.map(async (remote) => {
      await remote.updateCode(zip);
      terminal.step(`${remote.name} runs the new code`);
    }),
  );
  terminal.result(
    `Code ${sha256.slice(0, 12)} runs on stage "${stage.name}". The stack itself still has the old one until the next deploy.`,
    { stage: stage.name, sha256, functions: functions.map(({ name }) => name) },
  );
}
