/** Asks before a stack changes; where nobody can be asked, refuses what would take data away. */
import type { CommandContext } from '../context.ts';
import { losesData, type StackChanges } from '../diff/changes.ts';
import { CliError } from '../errors.ts';
import { askYesNo } from '../questions.ts';

/** Without a terminal additions and changes in place go ahead: a pipeline that deploys has decided to. */
export async function agreeToChanges(changes: StackChanges, { canAsk, terminal }: CommandContext): Promise<void> {
  const atRisk = losesData(changes);
  if (!canAsk) {
    if (!atRisk) return;
    throw new CliError('NotConfirmed', `stack ${changes.stackName} was not changed: data would be lost`, {
      hint: 'See the lines "DATA AT RISK" above, or of "live-stack diff"; pass --yes to go ahead.',
      exitCode: 2,
      details: { changes: changes.resources.filter(({ loses }) => loses !== undefined) },
    });
  }
  const question = atRisk ? 'Data would be lost. Go ahead all the same?' : 'Go ahead?';
  if (await askYesNo(question, !atRisk)) return;
  terminal.step('Nothing was changed.');
  throw new CliError('NotConfirmed', `stack ${changes.stackName} was not changed: it was not confirmed`, {
    exitCode: 2,
  });
}
