/** Replaces the code of a stage's functions in seconds, and nothing else of the stack. */
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { pause } from '../context.ts';
import { bundledFunctions } from '../stack/synthesized.ts';
import { targetOf } from '../stage-target.ts';
import { functionOf } from './function-of-stage.ts';
import type { FunctionPart } from './remote-function.ts';

export interface HotswapOptions {
  readonly config: string;
  readonly stage: string;
  readonly endpoint?: string;
}

export interface Hotswapped {
  readonly stage: string;
  /** Hex, of the zip. */
  readonly sha256: string;
  readonly functions: readonly string[];
}

const PARTS: readonly FunctionPart[] = ['app-server', 'provisioner'];

/** `told` hears of each function that serves the new code. */
export async function hotswapStage(options: HotswapOptions, told: (text: string) => void): Promise<Hotswapped> {
  const stage = stageOf(await loadConfig(options.config), options.stage);
  const target = await targetOf(stage, options.endpoint);
  const [{ zip, sha256 }, ...functions] = await Promise.all([
    bundledFunctions(),
    ...PARTS.map((part) => functionOf(stage, part, target, pause)),
  ] as const);
  await Promise.all(
    functions.map(async (remote) => {
      await remote.updateCode(zip);
      told(`${remote.name} runs the new code`);
    }),
  );
  return { stage: stage.name, sha256, functions: functions.map(({ name }) => name) };
}
