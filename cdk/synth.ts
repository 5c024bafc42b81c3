/** Synthesizes the template of a stage in this process: the same bytes on every machine, checked before anybody deploys them. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createApp } from './app.ts';
import type { Stage } from './config/schema.ts';
import type { Bundle } from './functions/bundle.ts';
import { checkTemplate, findingText } from './rules/run.ts';
import { LiveStack } from './stack.ts';
import type { Template } from './template.ts';

/** UTF-8 bytes of a template (ros.md §3.1). */
export const MAX_TEMPLATE_BYTES = 524_288;

export interface SynthesizeOptions {
  /** A bundle made before: several stages share one. Default: made now, unless the stage names a code location. */
  readonly bundle?: Bundle;
}

export interface Synthesized {
  readonly stackName: string;
  readonly template: Template;
  /** What is sent to ROS, and the content of the file. */
  readonly body: string;
  /** Hex, of the body. */
  readonly sha256: string;
  /** UTF-8 bytes of the body. */
  readonly bytes: number;
}

/** Throws an Error that lists every problem of the template. */
export async function synthesize(stage: Stage, options: SynthesizeOptions = {}): Promise<Synthesized> {
  const code = options.bundle ?? (stage.code ? undefined : await compiled());
  const template = await templateOf(stage, code);
  const { findings } = checkTemplate(template, stage.suppressions);
  if (findings.length > 0) {
    const lines = findings.map(findingText).join('\n  ');
    throw new Error(`the template of stage "${stage.name}" is not sound:\n  ${lines}`);
  }
  const body = `${JSON.stringify(template, null, 2)}\n`;
  const bytes = Buffer.byteLength(body);
  expectTemplateSize(stage, bytes);
  const sha256 = createHash('sha256').update(body).digest('hex');
  return { stackName: stage.stackName, template, body, sha256, bytes };
}

/** The compiler takes long to load: whoever has a bundle needs none. */
async function compiled(): Promise<Bundle> {
  const { bundle } = await import('./functions/bundle.ts');
  return bundle();
}

export function expectTemplateSize(stage: Pick<Stage, 'name'>, bytes: number): void {
  if (bytes <= MAX_TEMPLATE_BYTES) return;
  throw new Error(
    `the template of stage "${stage.name}" has ${bytes} bytes, ROS accepts ${MAX_TEMPLATE_BYTES}: ` +
      'make the bundle smaller, or upload it to OSS and name it in the stage ("code": {"ossBucket", "ossObject"})',
  );
}

/** Writes `<stage>.template.json` into the folder, which is made when missing, and answers the file's path. */
export async function writeTemplate(stage: Stage, directory: string, options: SynthesizeOptions = {}): Promise<string> {
  const { body } = await synthesize(stage, options);
  await mkdir(directory, { recursive: true });
  const file = path.join(directory, `${stage.name}.template.json`);
  await writeFile(file, body);
  return file;
}

/** The CDK writes files wherever it is told to: into a folder of its own that goes away (ros.md §4.5). */
async function templateOf(stage: Stage, code: Bundle | undefined): Promise<Template> {
  const outdir = await mkdtemp(path.join(os.tmpdir(), 'live-stack-synth-'));
  try {
    const app = createApp(outdir);
    const stack = new LiveStack(app, code ? { stage, bundle: code } : { stage });
    return ordered(app.synth().getStackByName(stack.stackName).template as Template);
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

/** The sections as a person reads them; the code, which nobody reads, at the end. */
function ordered(template: Template): Template {
  const { ROSTemplateFormatVersion, Description, Metadata, Parameters, Conditions, Resources, Outputs, ...rest } =
    template;
  const written = {
    ROSTemplateFormatVersion,
    Description,
    Metadata,
    Parameters,
    Conditions,
    Resources,
    Outputs,
    ...rest,
  };
  return written as Template;
}
