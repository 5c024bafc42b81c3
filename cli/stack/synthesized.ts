/** Bundle and template for a command: what makes them unfit for ROS is told as such, and not as a bug. */
import type { Stage } from '../../cdk/config/schema.ts';
import type { Bundle } from '../../cdk/functions/bundle.ts';
import { rememberedBundle } from '../../cdk/functions/remembered-bundle.ts';
import type { Synthesized } from '../../cdk/synth.ts';
import { CliError } from '../errors.ts';

/** `shared`: a bundle made before. A stage that names a code location needs none. */
export async function synthesizedStage(stage: Stage, shared?: Bundle): Promise<Synthesized> {
  const bundle = stage.code ? undefined : (shared ?? (await bundledFunctions()));
  // The CDK takes long to load, and mistakes in `ros.json` are told before.
  const { synthesize } = await import('../../cdk/synth.ts');
  return fitting('UnfitTemplate', synthesize(stage, bundle ? { bundle } : {}));
}

export function bundledFunctions(): Promise<Bundle> {
  return fitting('UnfitCode', rememberedBundle());
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
