/** Sends an event to a function of a stage. */
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { pause } from '../context.ts';
import { CliError } from '../errors.ts';
import { targetOf } from '../stage-target.ts';
import { functionOf } from './function-of-stage.ts';
import type { FunctionPart, Invocation } from './remote-function.ts';

export interface InvokeOptions {
  readonly config: string;
  readonly stage: string;
  readonly endpoint?: string;
  readonly part: FunctionPart;
}

/** @param event JSON */
export async function invokePart(options: InvokeOptions, event: string): Promise<Invocation> {
  expectJson(event);
  const stage = stageOf(await loadConfig(options.config), options.stage);
  const remote = await functionOf(stage, options.part, await targetOf(stage, options.endpoint), pause);
  return remote.invoke(event);
}

function expectJson(event: string): void {
  try {
    JSON.parse(event);
  } catch {
    throw new CliError('BadEvent', 'the event is no JSON', {
      hint: `Quote it for the shell: '{"action":"users.list"}'`,
      exitCode: 2,
    });
  }
}
