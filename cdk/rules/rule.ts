/** What a rule for templates is. One file per rule; `all.ts` lists them, `run.ts` applies them. */
import { isObject, type Json, type JsonObject, type Template, type TemplateResource } from '../template.ts';

export interface Found {
  /** Where: a logical id, or a section's name, then the path. */
  readonly at: string;
  /** What was expected and what is there. */
  readonly message: string;
}

export interface Rule {
  /** In lower case with dashes: the file's name, and how a suppression names it. */
  readonly id: string;
  /** What a template that keeps the rule is like, and why, as a sentence. */
  readonly title: string;
  /** ROS itself would refuse the template, so no suppression helps. */
  readonly isHard?: true;
  check(template: Template): Found[];
}

export type NamedResource = readonly [id: string, resource: TemplateResource];

/** Resources whose type matches. */
export function resourcesOf(template: Template, type: RegExp): NamedResource[] {
  return Object.entries(template.Resources).filter(([, resource]) => type.test(resource.Type));
}

export function propertyOf(resource: TemplateResource, name: string): Json | undefined {
  return resource.Properties?.[name];
}

/** Every text in a value with its path; keys are no texts. */
export function textsIn(value: Json | undefined, at: string): { readonly at: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ at, text: value }];
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => textsIn(item, `${at}[${index}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, `${at}.${key}`));
}

/** The longest text that a value can become, where parameters have a longest value; undefined where nobody knows. */
export function longestText(value: Json | undefined, parameters: Template['Parameters']): number | undefined {
  if (typeof value === 'string') return value.length;
  if (!isObject(value)) return undefined;
  if (typeof value.Ref === 'string') return numberOf(parameters[value.Ref]?.MaxLength);
  const join = value['Fn::Join'];
  if (!Array.isArray(join) || !Array.isArray(join[1])) return undefined;
  const parts = join[1].map((part: Json) => longestText(part, parameters));
  const separators = String(join[0]).length * Math.max(0, parts.length - 1);
  return parts.every((part) => part !== undefined) ? parts.reduce((sum, part) => sum + part, separators) : undefined;
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The statements of the policies inside a role. */
export function statementsOf(role: TemplateResource): JsonObject[] {
  const policies = propertyOf(role, 'Policies');
  return (Array.isArray(policies) ? policies : []).flatMap((policy: Json) => {
    const document = isObject(policy) ? policy.PolicyDocument : undefined;
    const statements = isObject(document) ? document.Statement : undefined;
    return (Array.isArray(statements) ? statements : []).filter(isObject);
  });
}
