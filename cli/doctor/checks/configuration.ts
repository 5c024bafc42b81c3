/** Whether the stage still has example domains. */
import { placeholderProblems } from '../../../cdk/config/placeholders.ts';
import { type Check, ok } from '../check.ts';

export const configuration: Check = {
  id: 'configuration',
  title: 'ros.json',
  isPreflight: false,
  needsCloud: false,
  run: async ({ stage, isLocalCloud }) => {
    const problems = placeholderProblems(stage);
    if (problems.length === 0) return [ok(`Stage "${stage.name}" is complete.`)];
    return problems.map(({ path, message }) => ({
      verdict: isLocalCloud ? ('warning' as const) : ('problem' as const),
      says: `${path}: ${message}.`,
      mend: 'Change it in ros.json.',
    }));
  },
};
