/** What the doctor asks before a first deployment: only what is quick, and what would surely make it fail. */
import type { Stage } from '../../cdk/config/schema.ts';
import type { Target } from '../cloud/target.ts';
import { CliError } from '../errors.ts';
import type { Terminal } from '../terminal.ts';
import { CHECKS } from './checks/all.ts';
import { examine } from './examine.ts';
import { worldOf } from './world.ts';

/** @throws CliError that lists every problem; what is unknown stops nothing */
export async function preflight(stage: Stage, target: Target, terminal: Pick<Terminal, 'step'>): Promise<void> {
  const examined = await examine(
    CHECKS.filter(({ isPreflight }) => isPreflight),
    worldOf(stage, async () => target),
  );
  const findings = examined.flatMap(({ id, findings }) => findings.map((finding) => ({ check: id, ...finding })));
  for (const { verdict, says, mend = '' } of findings) {
    if (verdict === 'warning') terminal.step(`Warning: ${says} ${mend}`.trimEnd());
  }
  const problems = findings.filter(({ verdict }) => verdict === 'problem');
  const [first] = problems;
  if (!first) return;
  const lines = problems.map(({ says, mend = '', link = '' }) => `  ${says} ${mend} ${link}`.trimEnd());
  throw new CliError('Preflight', ['the deployment would fail:', ...lines].join('\n'), {
    hint: 'Nothing was created. "live-stack doctor" looks at everything.',
    details: { problems },
  });
}
