/** The whole of `live-stack doctor`: every check for a stage, as data and as text. */
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { targetOf } from '../stage-target.ts';
import type { Verdict } from './check.ts';
import { CHECKS } from './checks/all.ts';
import { type Examined, examine, worstOf } from './examine.ts';
import { worldOf } from './world.ts';

export interface Diagnosis {
  readonly stage: string;
  readonly worst: Verdict;
  readonly checks: readonly Examined[];
}

export async function diagnose(options: {
  readonly config: string;
  readonly stage: string;
  readonly endpoint?: string;
}): Promise<Diagnosis> {
  const stage = stageOf(await loadConfig(options.config), options.stage);
  const world = worldOf(stage, () => targetOf(stage, options.endpoint));
  const checks = await examine(CHECKS, { ...world, isLocalCloud: options.endpoint !== undefined });
  return { stage: stage.name, worst: worstOf(checks), checks };
}

const MARKS: Readonly<Record<Verdict, string>> = { ok: '✓', warning: '!', problem: '✗', unknown: '?' };

export function diagnosisText({ checks }: Diagnosis): string {
  const lines = checks.flatMap(({ title, findings }) =>
    findings.flatMap(({ verdict, says, mend, link }) => [
      `${MARKS[verdict]} ${title.padEnd(24)} ${says}`,
      ...(verdict !== 'ok' && mend ? [`${' '.repeat(27)}→ ${mend}`] : []),
      ...(verdict !== 'ok' && link ? [`${' '.repeat(29)}${link}`] : []),
    ]),
  );
  return [...lines, '', summary(checks)].join('\n');
}

function summary(checks: readonly Examined[]): string {
  const all = checks.flatMap(({ findings }) => findings);
  const count = (verdict: Verdict): number => all.filter((finding) => finding.verdict === verdict).length;
  const many = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
  return `${count('ok')} ok, ${many(count('warning'), 'warning')}, ${many(count('problem'), 'problem')}, ${count('unknown')} unknown`;
}
