/** Applies the rules to a template, and the exceptions that a stage makes with a reason. */
import type { Template } from '../template.ts';
import { RULES } from './all.ts';
import type { Rule } from './rule.ts';

/** As a stage of `ros.json` writes it. */
export interface Suppression {
  /** Id of a rule. */
  readonly rule: string;
  /** Logical id; absent: wherever the rule finds something. */
  readonly resource?: string;
  readonly reason: string;
}

export interface Finding {
  readonly rule: string;
  readonly at: string;
  readonly message: string;
}

export interface Report {
  /** What must be mended. */
  readonly findings: readonly Finding[];
  /** What the stage lives with, and why. */
  readonly suppressed: readonly (Finding & { readonly reason: string })[];
}

/** An unknown rule, one that cannot be suppressed, and a suppression that nothing needs are findings too. */
export function checkTemplate(
  template: Template,
  suppressions: readonly Suppression[] = [],
  rules: readonly Rule[] = RULES,
): Report {
  const all = rules.flatMap((rule) => rule.check(template).map((found): Finding => ({ rule: rule.id, ...found })));
  const matching = (finding: Finding) =>
    suppressions.find((each) => applies(each, finding) && isSoft(each.rule, rules));
  const suppressed = all.flatMap((finding) => {
    const match = matching(finding);
    return match ? [{ ...finding, reason: match.reason }] : [];
  });
  const useless = suppressions.flatMap((each): Finding[] => {
    const at = `suppressions.${each.rule}${each.resource === undefined ? '' : `.${each.resource}`}`;
    const finding = (message: string): Finding[] => [{ rule: 'suppressions', at, message }];
    const rule = rules.find(({ id }) => id === each.rule);
    if (!rule) return finding(`there is no such rule; there are ${rules.map(({ id }) => id).join(', ')}`);
    if (rule.isHard) return finding('cannot be suppressed: ROS or the service would refuse the template');
    return all.some((found) => applies(each, found)) ? [] : finding('nothing needs it any more: remove it');
  });
  return { findings: [...all.filter((finding) => !matching(finding)), ...useless], suppressed };
}

function isSoft(id: string, rules: readonly Rule[]): boolean {
  return rules.some((rule) => rule.id === id && !rule.isHard);
}

function applies({ rule, resource }: Suppression, finding: Finding): boolean {
  return rule === finding.rule && (resource === undefined || finding.at.split(/[.[]/)[0] === resource);
}

export function findingText({ rule, at, message }: Finding): string {
  return `${at}: ${message} (${rule})`;
}
