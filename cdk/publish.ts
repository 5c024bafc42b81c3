/** What a team puts on a web server so that others deploy with one click: links into the ROS console, and a badge. */
import { makeBadge } from 'badge-maker';
import type { Stage } from './config/schema.ts';

export interface Launch {
  readonly stage: string;
  readonly region: string;
  readonly templateUrl: string;
  /** Opens the form of the ROS console, filled in with the stage's values. */
  readonly consoleUrl: string;
}

/** The two consoles: the Chinese site and the international one (ros.md §3.7). */
export type Site = 'aliyun.com' | 'alibabacloud.com';

/**
 * The console's link for one stage. The template must be readable by anybody; parameters cannot be given in the link
 * (UNCERTAIN, ros.md §3.7), so the values of the stage travel as defaults of the template.
 */
export function launchOf(stage: Pick<Stage, 'name' | 'region'>, baseUrl: string, site: Site): Launch {
  const templateUrl = `${baseUrl.replace(/\/+$/, '')}/${stage.name}.template.json`;
  const query = new URLSearchParams({
    templateUrl,
    hideStepRow: 'true',
    hideStackConfig: 'true',
    isSimplified: 'true',
    disableRollback: 'false',
  });
  const consoleUrl = `https://ros.console.${site}/${stage.region}/stacks/create?${query}`;
  return { stage: stage.name, region: stage.region, templateUrl, consoleUrl };
}

/** Beside the page, so that no other server is asked for it. */
export const BADGE_FILE = 'badge.svg';

/** Markdown for a README: a badge that opens the launch page. */
export function badgeOf(baseUrl: string): string {
  const base = baseUrl.replace(/\/+$/, '');
  return `[![Deploy to Alibaba Cloud](${base}/${BADGE_FILE})](${base}/index.html)`;
}

export function badgeImage(): string {
  return makeBadge({ label: 'Deploy to', message: 'Alibaba Cloud', color: '#c2410c' });
}
