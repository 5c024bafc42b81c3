/** Stages and templates that the tests of `cdk/` share. The code is a stand-in: one file bundles the real functions. */
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../../cdk/config/load.ts';
import type { Stage } from '../../cdk/config/schema.ts';
import { stageNames, stageOf } from '../../cdk/config/stage.ts';
import { pack } from '../../cdk/functions/bundle.ts';
import { type Synthesized, synthesize } from '../../cdk/synth.ts';
import { isObject, type Json, type JsonObject, type TemplateResource } from '../../cdk/template.ts';

export const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

export const CODE = pack(Buffer.from('console.log("stand-in")'));

export const config = await loadConfig(`${PROJECT}/ros.json`);

/** Every stage of the project on both generations of Function Compute. */
export const STAGES: readonly Stage[] = stageNames(config).flatMap((name) =>
  (['fc3', 'fc2'] as const).map((compute) => ({ ...stageOf(config, name), compute })),
);

export function stage(name: string, changes: Partial<Stage> = {}): Stage {
  return { ...stageOf(config, name), ...changes };
}

/** A stage that switches on everything that is optional. */
export const FULL: Stage = stage('cn-shanghai', {
  artcAppId: 'artc-app-1',
  mixing: 'server',
  dns: 'alidns',
  dnsZone: 'example.com',
  customDomain: 'api.example.com',
  certificate: 'cert-1',
  audioTemplate: 'oriaac',
  alarmContactGroup: 'on-call',
  domains: { ingest: 'push.example.com', streaming: 'play.example.com', adopt: true },
});

const synthesized = new Map<string, Promise<Synthesized>>();

/** The stand-in template of a stage, synthesized once in each test file. */
export function synth(of: Stage): Promise<Synthesized> {
  const key = JSON.stringify(of);
  const known = synthesized.get(key) ?? synthesize(of, { bundle: CODE });
  synthesized.set(key, known);
  return known;
}

export function resourcesOf({ template }: Synthesized, type: string): [string, TemplateResource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** The properties of a resource that must exist. */
export function properties({ template }: Synthesized, id: string): JsonObject {
  const resource = template.Resources[id];
  if (!resource) throw new Error(`there is no resource ${id}; ids: ${Object.keys(template.Resources).join(', ')}`);
  return resource.Properties ?? {};
}

/** Every string in a value, keys excluded. */
export function strings(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(strings);
  return isObject(value) ? Object.values(value).flatMap(strings) : [];
}

/** Resources that must exist before this one: named by DependsOn, Ref or Fn::GetAtt. */
export function needs(synthesized: Synthesized, id: string): string[] {
  const resource = synthesized.template.Resources[id];
  const found = new Set(resource?.DependsOn ?? []);
  const visit = (value: Json): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isObject(value)) return;
    if (typeof value.Ref === 'string') found.add(value.Ref);
    if (Array.isArray(value['Fn::GetAtt'])) found.add(String(value['Fn::GetAtt'][0]));
    Object.values(value).forEach(visit);
  };
  visit(resource?.Properties ?? {});
  return [...found].filter((name) => name in synthesized.template.Resources);
}

/** The same, through others. */
export function needsAtLast(synthesized: Synthesized, id: string, seen = new Set<string>()): Set<string> {
  for (const next of needs(synthesized, id)) {
    if (!seen.has(next)) needsAtLast(synthesized, next, seen.add(next));
  }
  return seen;
}
