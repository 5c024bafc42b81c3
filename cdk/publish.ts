/** What a team puts on a web server so that others deploy with one click: links into the ROS console, and a badge. */
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

const LABEL = 'Deploy to Alibaba Cloud';

/** Beside the page, so that no other server is asked for it. */
export const BADGE_FILE = 'badge.svg';

/** Markdown for a README: a badge that opens the launch page. */
export function badgeOf(baseUrl: string): string {
  const base = baseUrl.replace(/\/+$/, '');
  return `[![${LABEL}](${base}/${BADGE_FILE})](${base}/index.html)`;
}

export function badgeImage(): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="186" height="28" role="img" aria-label="${LABEL}">
<rect width="186" height="28" rx="6" fill="#c2410c"/>
<path d="M14 17.5a3.5 3.5 0 0 1 .6-6.9 5 5 0 0 1 9.5 1 3 3 0 0 1-.1 5.9" fill="none" stroke="#fff" stroke-width="1.6" stroke-linecap="round"/>
<path d="M19 21v-7m-2.6 2.4L19 13.8l2.6 2.6" fill="none" stroke="#fff" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/>
<text x="33" y="18.5" fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11.5">${LABEL}</text>
</svg>
`;
}
