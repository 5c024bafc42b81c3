/** The whole of `live-stack diagram`: draws a stage from its template. */
import { writeFile } from 'node:fs/promises';
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { synthesizedStage } from '../stack/synthesized.ts';
import { type Architecture, architectureOf } from './components.ts';
import { mermaidOf } from './mermaid.ts';
import { svgOf } from './svg.ts';

export interface DiagramOptions {
  readonly config: string;
  readonly stage: string;
  readonly format: 'svg' | 'mermaid';
  /** Absent: only answered. */
  readonly out?: string;
}

export interface Diagram {
  readonly architecture: Architecture;
  readonly text: string;
}

export async function diagram({ config, stage: name, format, out }: DiagramOptions): Promise<Diagram> {
  const stage = stageOf(await loadConfig(config), name);
  const { template, stackName } = await synthesizedStage(stage);
  const architecture = architectureOf(stackName, template);
  const text = format === 'svg' ? svgOf(architecture) : mermaidOf(architecture);
  if (out !== undefined) await writeFile(out, text);
  return { architecture, text };
}
