/** The schema of `ros.json`, as written (stages may leave out what `defaults` says) and as resolved (one complete stage). */
import * as z from 'zod';
import { FIELDS, NESTED } from './fields.ts';

/** Longest stack name whose functions (`<stack>-provisioner`) keep within Function Compute's 64 characters (function-compute.md §10.1). */
export const MAX_STACK_NAME = 64 - '-provisioner'.length;

export const NAME_PATTERN = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const name = (what: string) =>
  z.string().regex(NAME_PATTERN, `expected ${what} of lower-case letters, digits and single dashes, first a letter`);

/** How `ros.json` is parsed: it is read once, and zod's compiling of a faster validator takes longer than validating. */
export const PARSING = { jitless: true };

/** A stage or the `defaults` block as written: every field may be absent. */
const writtenStage = z
  .strictObject({
    ...FIELDS,
    domains: z.strictObject(NESTED.domains.fields).partial().describe(NESTED.domains.description),
    origins: z.strictObject(NESTED.origins.fields).partial().describe(NESTED.origins.description),
    function: z.strictObject(NESTED.function.fields).partial().describe(NESTED.function.description),
  })
  .partial();

export const configSchema = z
  .strictObject({
    $schema: z.string().optional().describe('Lets an editor complete and check this file.'),
    app: name('an app name').describe('First part of every stack name: `<app>-<stage>`.'),
    defaults: writtenStage.optional().describe('Inherited by every stage; a stage wins field by field.'),
    stages: z
      .record(name('a stage name'), writtenStage)
      .refine((stages) => Object.keys(stages).length > 0, { error: 'expected at least one stage' })
      .describe('What is deployed where: one stack per stage.'),
  })
  .meta({ title: 'ros.json', description: 'The stages of an Interactive Live Stack.' });

/** A stage after `defaults` and the built-in defaults are filled in. */
export const stageSchema = z.strictObject({
  ...FIELDS,
  domains: z.strictObject(NESTED.domains.fields),
  origins: z.strictObject(NESTED.origins.fields).optional(),
  function: z.strictObject(NESTED.function.fields),
});

export type WrittenConfig = z.infer<typeof configSchema>;
export type StageSettings = z.infer<typeof stageSchema>;

/** A complete stage of one app. */
export interface Stage extends StageSettings {
  readonly name: string;
  readonly app: string;
  /** `<app>-<name>`: also the prefix of the function names. */
  readonly stackName: string;
}
