/** What an update of a deployed stack would have to replace: found before it starts, with the reason and the way out. */
import { CATALOGUE } from './catalogue.ts';
import { isObject, type Json, type Template } from './template.ts';

/** A template with the values of its parameters, as it is deployed or about to be. */
export interface Deployable {
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface RefusedChange {
  /** Logical id. */
  readonly resource: string;
  readonly type: string;
  /** `Type` when another type stands under the same logical id. */
  readonly property: string;
  readonly from: string;
  readonly to: string;
  readonly wayOut: string;
}

const OTHER_STAGE =
  'Set the old value again. To have the new one, add a stage with it and deploy that; destroy this one when it is no longer used.';
const OFF_AND_ON = (field: string): string =>
  `Remove "${field}" from the stage and deploy, then set the new value and deploy again.`;
const MIGRATE =
  'A table’s form is fixed: deploy this version as another stage and copy the rows, or stay with the version that made the table.';

/** What to do instead, by type and property; everything else is for another stage. */
const WAYS_OUT: readonly (readonly [pattern: RegExp, wayOut: string])[] = [
  [
    /^Custom::Live(Oss)?Recording Parameters\.(AppName|Bucket)/,
    `${OFF_AND_ON('recording')} Until then streams are not recorded.`,
  ],
  [/^Custom::LiveAudioTemplate Parameters\.AppName/, OFF_AND_ON('audioTemplate')],
  [/^ALIYUN::FC3?::CustomDomain DomainName/, OFF_AND_ON('customDomain')],
  [/^ALIYUN::DNS::DomainRecord DomainName/, OFF_AND_ON('dns')],
  [/^ALIYUN::OTS::Table (PrimaryKey|Columns|SecondaryIndices)/, MIGRATE],
];

/** ROS replaces nothing on its own (ros.md §2.1, §3.6), so each of these would fail half-way; empty when the update can start. */
export function refusedChanges(before: Deployable, after: Deployable): RefusedChange[] {
  return Object.entries(after.template.Resources).flatMap(([resource, wanted]) => {
    const existing = before.template.Resources[resource];
    if (!existing) return [];
    const change = (property: string, from: Json | undefined, to: Json | undefined): RefusedChange => {
      const key = `${wanted.Type} ${property}`;
      const wayOut = WAYS_OUT.find(([pattern]) => pattern.test(key))?.[1] ?? OTHER_STAGE;
      return { resource, type: wanted.Type, property, from: shown(from), to: shown(to), wayOut };
    };
    if (existing.Type !== wanted.Type) return [change('Type', existing.Type, wanted.Type)];
    return (CATALOGUE[wanted.Type]?.immutable ?? []).flatMap((property) => {
      const from = known(at(existing.Properties, property), before);
      const to = known(at(wanted.Properties, property), after);
      if (sameJson(from, to) || isOpen(from) || isOpen(to)) return [];
      return [change(property, from, to)];
    });
  });
}

function at(value: Json | undefined, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((found, key) => (isObject(found) ? found[key] : undefined), value);
}

/** The value with its parameters filled in; what depends on another resource stays as it is written. */
function known(value: Json | undefined, from: Pick<Deployable, 'parameters'>): Json | undefined {
  if (Array.isArray(value)) return value.map((item: Json) => known(item, from) ?? null);
  if (!isObject(value)) return value;
  const { Ref } = value;
  if (typeof Ref === 'string') return from.parameters[Ref] ?? value;
  const entries = Object.entries(value).map(([key, item]) => [key, known(item, from) ?? null]);
  return Object.fromEntries(entries) as Json;
}

/** Only ROS knows attributes: two ways of writing one may have the same value. */
function isOpen(value: Json | undefined): boolean {
  return JSON.stringify(value ?? null).includes('"Fn::GetAtt"');
}

function sameJson(left: Json | undefined, right: Json | undefined): boolean {
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

function sorted(value: Json | undefined): Json {
  if (Array.isArray(value)) return value.map((item: Json) => sorted(item));
  if (!isObject(value)) return value ?? null;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])])) as Json;
}

function shown(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
