/** Bundle and template for a command: what makes them unfit for ROS is told as such, and not as a bug. */
import type { Stage } from '../../cdk/config/schema.ts';
import { type Bundle, bundle } from '../../cdk/functions/bundle.ts';
import { type Synthesized, type SynthesizeOptions, synthesize } from '../../cdk/synth.ts';
import { CliError } from '../errors.ts';

export function synthesizedStage(stage: Stage, options: SynthesizeOptions = {}): Promise<Synthesized> {
  return fitting('UnfitTemplate', synthesize(stage, options));
}

export function bundledFunctions(): Promise<Bundle> {
  return fitting('UnfitCode', bundle());
}

/** Findings of the rules, compiler messages and limits are plain errors; anything else is a bug, with its trace. */
async function fitting<Made>(code: string, making: Promise<Made>): Promise<Made> {
  try {
    return await making;
  } catch (error) {
    const isBug = !(error instanceof Error) || (error.constructor !== Error && !('errors' in error));
    if (isBug) throw error;
    throw new CliError(code, error.message, { hint: 'Nothing was sent to the cloud.' });
  }
}
