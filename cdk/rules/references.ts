/** Everything that a template points to is there (ros.md §4.7). */
import { CATALOGUE } from '../catalogue.ts';
import { type Reference, referencesOf } from '../references.ts';
import { isObject, type JsonObject, type Template } from '../template.ts';
import type { Rule } from './rule.ts';

const PSEUDO = ['StackName', 'StackId', 'Region', 'AccountId', 'TenantId', 'ResourceGroupId', 'NoValue', 'Index'].map(
  (name) => `ALIYUN::${name}`,
);

export const references: Rule = {
  id: 'references',
  title: 'Each Ref, Fn::GetAtt, DependsOn, condition and mapping exists, with an attribute that the type has.',
  isHard: true,
  check: (template) =>
    referencesOf(template).flatMap((reference) => {
      const message = problemOf(reference, template);
      return message === undefined ? [] : [{ at: reference.at.replace(/^Resources\./, ''), message }];
    }),
};

function problemOf(reference: Reference, template: Template): string | undefined {
  const { Parameters, Mappings, Conditions = {}, Resources } = template;
  const { name } = reference;
  switch (reference.kind) {
    case 'Ref':
      if (name in Parameters || name in Resources || PSEUDO.includes(name)) return undefined;
      return `Ref names "${name}", which does not exist`;
    case 'DependsOn':
      return name in Resources ? undefined : `DependsOn names "${name}", which is no resource`;
    case 'Condition':
      return name in Conditions ? undefined : `there is no condition "${name}"`;
    case 'FindInMap':
      return hasMapping(Mappings?.[name], reference.keys) ? undefined : 'the mapping has no such key';
    case 'GetAtt':
      return attributeProblem(name, reference.attribute, template);
    default:
      return `"${name}" is no function of ROS`;
  }
}

function hasMapping(mapping: JsonObject | undefined, [top, second]: readonly [string, string]): boolean {
  const entry = mapping?.[top];
  return isObject(entry) && second in entry;
}

function attributeProblem(id: string, attribute: string, { Resources }: Template): string | undefined {
  const target = Resources[id];
  if (!target) return `Fn::GetAtt names "${id}", which is no resource`;
  const known = CATALOGUE[target.Type]?.attributes ?? [];
  if (known === 'any' || known.includes(attribute)) return undefined;
  return `${target.Type} has no attribute "${attribute}"; it has ${known.join(', ') || 'none'}`;
}
