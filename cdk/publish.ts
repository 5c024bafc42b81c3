/** What a team puts on a web server so that others deploy with one click: a template per stage, a page with links, a badge. */
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

/** Markdown for a README: a badge that opens the launch page. */
export function badgeOf(baseUrl: string): string {
  const page = `${baseUrl.replace(/\/+$/, '')}/index.html`;
  return `[![Deploy to Alibaba Cloud](https://img.shields.io/badge/deploy-Alibaba%20Cloud-ff6a00)](${page})`;
}

/** Steps that no template can take, before and after (docs/manual-steps.md). */
const BEFORE: readonly (readonly [en: string, zh: string, url: string])[] = [
  ['Real-name registration of the account', '账号实名认证', 'https://account.console.aliyun.com/'],
  ['Activate ApsaraVideo Live', '开通视频直播', 'https://live.console.aliyun.com/'],
  [
    'Activate ApsaraVideo VOD in the same region, for replays',
    '在同一地域开通视频点播（用于回放）',
    'https://vod.console.aliyun.com/',
  ],
  [
    'Two domains, with an ICP filing for the Chinese mainland',
    '两个域名；中国内地加速需完成 ICP 备案',
    'https://beian.aliyun.com/',
  ],
  [
    'For co-streaming: an ARTC application, its AppId and AppKey',
    '连麦：创建实时音视频应用，获取 AppId 与 AppKey',
    'https://live.console.aliyun.com/',
  ],
];

/** One self-contained page in two languages, without scripts. */
export function launchPage(launches: readonly Launch[], title: string): string {
  const rows = launches.map(
    ({ stage, region, consoleUrl, templateUrl }) =>
      `<tr><td>${escapeHtml(stage)}</td><td>${escapeHtml(region)}</td>` +
      `<td><a href="${escapeHtml(consoleUrl)}">Deploy · 部署</a></td><td><a href="${escapeHtml(templateUrl)}">template</a></td></tr>`,
  );
  const steps = BEFORE.map(([en, zh, url]) => `<li><a href="${url}">${escapeHtml(en)}</a> · ${zh}</li>`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
body { font: 16px/1.6 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; }
table { border-collapse: collapse; }
td { border-top: 1px solid #8884; padding: .5rem 1rem .5rem 0; }
</style>
<h1>${escapeHtml(title)}</h1>
<h2>Before · 部署前</h2>
<ol>
${steps.join('\n')}
</ol>
<h2>Deploy · 部署</h2>
<table>
${rows.join('\n')}
</table>
<p>The first time, a stack ends with the DNS record that proves a domain is yours: add it, and create the stack again. ·
首次部署时，资源栈会提示用于验证域名归属的 DNS 记录，添加后重新创建即可。</p>
`;
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
