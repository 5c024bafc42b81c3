/** The stages as an app of the official ROS CDK command line: writes a cloud assembly to where that one says. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createApp } from '../../cdk/app.ts';
import { loadConfig } from '../../cdk/config/load.ts';
import { stageNames, stageOf } from '../../cdk/config/stage.ts';
import { LiveStack } from '../../cdk/stack.ts';
import { bundledFunctions, synthesizedStage } from './synthesized.ts';

export interface CdkAppOptions {
  readonly config: string;
  /** Absent: every stage. */
  readonly stage?: string;
  /** Variable `CDK_OUTDIR`; the official command line looks there. */
  readonly outdir: string;
}

/** Answers the names of the stacks. Each template is, byte for byte, what `live-stack synth` writes. */
export async function cdkApp({ config, stage, outdir }: CdkAppOptions): Promise<string[]> {
  const loaded = await loadConfig(config);
  const stages = (stage === undefined ? stageNames(loaded) : [stage]).map((name) => stageOf(loaded, name));
  const shared = stages.some(({ code }) => !code) ? await bundledFunctions() : undefined;
  const app = createApp(outdir);
  for (const each of stages) new LiveStack(app, { stage: each, ...(each.code || !shared ? {} : { bundle: shared }) });
  app.synth();
  // The checked form, with the sections in the order of `synth`.
  for (const each of stages) {
    const { body } = await synthesizedStage(each, shared);
    await writeFile(path.join(outdir, `${each.stackName}.template.json`), body);
  }
  return stages.map(({ stackName }) => stackName);
}
