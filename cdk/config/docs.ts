/** Writes the documentation of `ros.json` from its schema: a JSON Schema for editors and a page for people. */
import * as z from 'zod';
import { manualStepsPage } from '../manual-steps.ts';
import { RULES } from '../rules/all.ts';
import { DEFAULTS, FIELDS, NESTED, REGIONS } from './fields.ts';
import { configSchema } from './schema.ts';

export interface GeneratedDoc {
  /** Relative to the project. */
  readonly path: string;
  readonly content: string;
}

interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Node[];
}

type Block = Readonly<Record<string, unknown>>;

/** Everything that must be regenerated when the schema changes; a test compares it with the files in `docs/`. */
export function generateDocs(): GeneratedDoc[] {
  const schema = z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7' });
  return [
    { path: 'docs/ros.schema.json', content: `${JSON.stringify(schema, null, 2)}\n` },
    { path: 'docs/configuration.md', content: page() },
    { path: 'docs/manual-steps.md', content: manualStepsPage() },
  ];
}

function nodeOf(schema: z.ZodType): Node {
  return z.toJSONSchema(schema, { io: 'input' }) as Node;
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}

/** What a field takes, in words. */
function takes(node: Node): string {
  if (node.oneOf) return 'object, see below';
  if (node.enum) return node.enum.map(code).join(', ');
  if (node.const !== undefined) return code(node.const);
  if (node.type === 'integer') return `whole number ${node.minimum}–${node.maximum}`;
  if (node.type === 'boolean') return '`true`, `false`';
  if (node.type === 'array' && node.items?.type === 'object') return 'list of objects, see below';
  if (node.type === 'array') return 'list of text';
  if (node.type === 'object' && typeof node.additionalProperties === 'object') return 'object of texts';
  if (node.type === 'object')
    return `object of ${Object.keys(node.properties ?? {})
      .map((key) => `\`${key}\``)
      .join(', ')}`;
  return 'text';
}

/** Follow from the region. */
const DERIVED: Readonly<Record<string, string>> = {
  domainScope: '`"domestic"` in `cn-…` regions, else `"overseas"`',
  messageDataCenter: 'the region',
  streamingScheme: '`"https"` with `certificate`, else `"http"`',
};

const REQUIRED = ['region', 'domains.ingest', 'domains.streaming'];

function defaultText(name: string, value: unknown): string {
  if (REQUIRED.includes(name)) return '**required**';
  return DERIVED[name] ?? (value === undefined ? '–' : code(value));
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function row(name: string, schema: z.ZodType, value: unknown): string {
  const node = nodeOf(schema);
  return `| \`${name}\` | ${cell(takes(node))} | ${cell(defaultText(name, value))} | ${cell(node.description ?? '')} |`;
}

function fieldRows(): string[] {
  const defaults: Block = DEFAULTS;
  const plain = Object.entries(FIELDS).map(([name, schema]) => row(name, schema, defaults[name]));
  const nested = Object.entries(NESTED).flatMap(([name, { fields }]) =>
    Object.entries(fields).map(([member, schema]) => {
      const value = (defaults[name] as Block | undefined)?.[member];
      return row(`${name}.${member}`, schema, value);
    }),
  );
  return [...plain, ...nested];
}

function authenticationRows(): string[] {
  const variants = nodeOf(FIELDS.authentication).oneOf ?? [];
  return variants.flatMap((variant) => {
    const mode = code(variant.properties?.mode?.const);
    const members = Object.entries(variant.properties ?? {}).filter(([name]) => name !== 'mode');
    if (members.length === 0) return [`| ${mode} | – | |`];
    return members.map(([name, node]) => {
      const need = variant.required?.includes(name) ? ' (required)' : '';
      return `| ${mode} | \`${name}\`${need} | ${cell(node.description ?? '')} |`;
    });
  });
}

function page(): string {
  return `# Configuration: \`ros.json\`

<!-- Generated from cdk/config by \`npm run docs\`. Change the schema, not this page. -->

\`ros.json\` says what is deployed where. Each stage becomes one stack named \`<app>-<stage>\`. What stands in \`defaults\` is inherited by every
stage; a stage wins field by field, also inside ${Object.keys(NESTED)
    .map((name) => `\`${name}\``)
    .join(', ')} and \`tags\`. An unknown key or a wrong value is an error that names the place, what
was expected and the nearest known key. Editors complete and check the file through its \`$schema\`.

\`\`\`json
{
  "$schema": "./docs/ros.schema.json",
  "app": "interactive-live",
  "defaults": { "recording": "vod" },
  "stages": {
    "production": {
      "region": "${REGIONS[0]}",
      "domains": { "ingest": "push.your-domain.com", "streaming": "play.your-domain.com" },
      "authentication": { "mode": "jwks", "jwksUrl": "https://id.your-domain.com/keys", "issuer": "https://id.your-domain.com", "audience": "live" }
    }
  }
}
\`\`\`

At the top: \`app\` and \`stages\` are required, \`defaults\` is optional.

## Fields of a stage

| field | takes | default | what it is |
|---|---|---|---|
${fieldRows().join('\n')}

### \`authentication\`

| \`mode\` | member | what it is |
|---|---|---|
${authenticationRows().join('\n')}

### \`code\`

\`ossBucket\` and \`ossObject\`: where the zip of the functions lies. Without it the zip travels inside the template.

### \`suppressions\`

Each names a \`rule\`, a \`reason\` of at least ten characters, and perhaps a \`resource\` (logical id). A suppression that nothing needs any
more is an error, and so is one of a rule marked as hard: there ROS or a service would refuse the template.

| rule | what it asks for | |
|---|---|---|
${RULES.map(({ id, title, isHard }) => `| \`${id}\` | ${cell(title)} | ${isHard ? 'hard' : ''} |`).join('\n')}

## Rules between fields

* \`domains.ingest\` and \`domains.streaming\` differ, and \`customDomain\` differs from both; \`customDomainCertificate\` needs \`customDomain\`.
* A stage whose domains end in \`.localhost\` is for the local cloud and needs \`origins\`; any other stage must not have them.
* \`dns: "alidns"\` needs \`dnsZone\`, and both domains lie in that zone.
* \`authentication.mode: "demo"\` with \`deletionPolicy: "retain"\` is refused unless \`allowInProduction\` is \`true\`.
* \`compute: "fc2"\` runs on \`node20-debian10\` only.
* Domains under \`example.com\` are placeholders: such a stage can be synthesized but not deployed.

## Changing a deployed stage

Most fields update in place. A change that ROS could only make by replacing a resource is refused before anything happens, with the
reason and the way out: \`region\`, \`compute\`, both domains, \`messageDataCenter\` and \`tablestoreType\` need another stage; \`appName\`,
\`customDomain\` and \`dnsZone\` can be changed in two deployments, by removing what depends on them first.

With \`deletionPolicy: "retain"\` the database and the logs outlive the stack. A later deployment of the stage finds the database and goes on
with it; in the console, give the form the instance's name and \`all\` as kept data. The stack never deletes data that it found.

Raise \`keyRotation\` and deploy to replace the keys that sign sessions and URLs: sessions stay valid for their seven days, URLs that were
signed with the last key as long as they say. A second rotation within that time ends the URLs signed before the first.

A renewed certificate of \`customDomain\` is a deployment with the new files, in place. It is checked before anything happens: that
the key is its own, that it covers the domain, that it is valid now, and that the chain is in order.

The AppKey of an ARTC application is a secret and never stands in this file: it is asked for when the stage is deployed.
`;
}
