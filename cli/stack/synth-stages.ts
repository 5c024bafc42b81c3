/** Writes the template of one stage, or of all, without touching any cloud. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig } from '../../cdk/config/load.ts';
import { stageNames, stageOf } from '../../cdk/config/stage.ts';
import { bundledFunctions, synthesizedStage } from './synthesized.ts';

export interface SynthOptions {
  readonly config: string;
  /** Absent: every stage. */
  readonly stage?: string;
  readonly out: string;
}

export interface SynthResult {
  readonly stage: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes `<out>/<stage>.template.json` for each stage asked for. */
export async function synthStages({ config, stage, out }: SynthOptions): Promise<SynthResult[]> {
  const loaded = await loadConfig(config);
  const stages = (stage === undefined ? stageNames(loaded) : [stage]).map((name) => stageOf(loaded, name));
  const shared = stages.some((each) => !each.code) ? await bundledFunctions() : undefined;
  const templates = [];
  for (const each of stages) {
    const template = await synthesizedStage(each, shared);
    templates.push({ stage: each.name, ...template });
  }
  await mkdir(out, { recursive: true });
  const results: SynthResult[] = [];
  for (const { stage: name, body, sha256 } of templates) {
    const file = join(out, `${name}.template.json`);
    await writeFile(file, body);
    results.push({ stage: name, file, bytes: Buffer.byteLength(body), sha256 });
  }
  return results;
}
