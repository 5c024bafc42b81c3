/** Resources that wait for each other, directly or through others, are never made. */
import { referencesOf } from '../references.ts';
import type { Found, Rule } from './rule.ts';

export const cycles: Rule = {
  id: 'cycles',
  title: 'No resource waits for itself, directly or through others.',
  isHard: true,
  check: (template) => {
    const needs = new Map<string, Set<string>>(Object.keys(template.Resources).map((id) => [id, new Set<string>()]));
    for (const { kind, name, owner } of referencesOf(template)) {
      const needed = kind === 'Ref' || kind === 'GetAtt' || kind === 'DependsOn';
      if (needed && owner !== undefined && needs.has(name)) needs.get(owner)?.add(name);
    }
    return cyclesIn(needs);
  },
};

function cyclesIn(needs: ReadonlyMap<string, ReadonlySet<string>>): Found[] {
  const done = new Set<string>();
  const found: Found[] = [];
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) {
      found.push({ at: id, message: `${[...path.slice(path.indexOf(id)), id].join(' → ')}: a dependency cycle` });
    }
    if (path.includes(id) || done.has(id)) return;
    for (const next of needs.get(id) ?? []) visit(next, [...path, id]);
    done.add(id);
  };
  for (const id of needs.keys()) visit(id, []);
  return found;
}
