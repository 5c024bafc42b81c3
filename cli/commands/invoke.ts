/** `live-stack invoke`: sends an event to a function of a stage, and shows its answer and the end of its log. */
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { functionOf } from '../functions/function-of-stage.ts';
import type { FunctionPart } from '../functions/remote-function.ts';
import { targetOf } from '../stage-target.ts';
import { type CommandContext, pause } from './command.ts';

export interface InvokeOptions {
  readonly config: string;
  readonly stage: string;
  readonly endpoint?: string;
  readonly part: FunctionPart;
  /** JSON. */
  readonly event: string;
}

export async function invoke(options: InvokeOptions, { terminal }: CommandContext): Promise<void> {
  const stage = stageOf(await loadConfig(options.config), options.stage);
  const remote = await functionOf(stage, options.part, await targetOf(stage, options.endpoint), pause);
  const invocation = await remote.invoke(options.event);
  if (invocation.logTail !== '') terminal.step(invocation.logTail.trimEnd());
  terminal.result(invocation.body, { ...invocation });
  if (invocation.functionError !== undefined) process.exitCode = 1;
}
