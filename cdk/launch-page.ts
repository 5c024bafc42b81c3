/** The launch page of one-click deployments: one self-contained file in two languages, without scripts. */
import type { Stage } from './config/schema.ts';
import type { Launch } from './publish.ts';

type Text = readonly [en: string, zh: string];

interface Step {
  readonly text: Text;
  readonly url?: string;
  /** Absent: for every stage. */
  readonly isFor?: (stage: Stage) => boolean;
}

const REGION_NAMES: Readonly<Record<Stage['region'], Text>> = {
  'cn-shanghai': ['Shanghai', '上海'],
  'ap-southeast-1': ['Singapore', '新加坡'],
};

/** Steps that no template can take (docs/manual-steps.md). */
const BEFORE: readonly Step[] = [
  {
    text: ['An account with real-name verification', '账号已完成实名认证'],
    url: 'https://account.console.aliyun.com/',
  },
  { text: ['ApsaraVideo Live is activated', '已开通视频直播'], url: 'https://live.console.aliyun.com/' },
  {
    text: ['ApsaraVideo VOD is activated in the same region, for replays', '已在同一地域开通视频点播，用于回放'],
    url: 'https://vod.console.aliyun.com/',
    isFor: ({ recording }) => recording === 'vod',
  },
  { text: ['Two names under a domain of yours, for pushing and for playing', '同一域名下的两个子域名：推流与播流'] },
  {
    text: ['An ICP filing of that domain, for the Chinese mainland', '域名已完成 ICP 备案（中国内地）'],
    url: 'https://beian.aliyun.com/',
    isFor: ({ region, domainScope }) => region.startsWith('cn-') || domainScope !== 'overseas',
  },
  {
    text: [
      'For guests on stage: an ARTC application with AppId and AppKey',
      '如需连麦：实时音视频应用的 AppId 与 AppKey',
    ],
    url: 'https://live.console.aliyun.com/',
  },
  {
    text: ['Certificate and key of the AppServer’s domain, in PEM', '应用服务域名的证书与私钥（PEM）'],
    isFor: ({ customDomainCertificate }) => customDomainCertificate !== undefined,
  },
];

const AFTER: readonly Step[] = [
  {
    text: [
      'The first time, the stack ends with the TXT record that proves the domain is yours. Add it, then create the stack again.',
      '首次部署会给出用于验证域名归属的 TXT 记录。添加该记录后，重新创建资源栈。',
    ],
    isFor: ({ dns }) => dns === 'manual',
  },
  {
    text: [
      'Add a CNAME record for each domain: the outputs `IngestCname` and `StreamingCname`.',
      '按输出 `IngestCname` 与 `StreamingCname`，为两个域名分别添加 CNAME 记录。',
    ],
    isFor: ({ dns }) => dns === 'manual',
  },
  {
    text: [
      'Add a user: in the Function Compute console, test the function `…-app-server` with the event `{"action":"users.add","username":"anna"}`. The answer has the password.',
      '添加用户：在函数计算控制台，使用事件 `{"action":"users.add","username":"anna"}` 测试函数 `…-app-server`，返回值中包含密码。',
    ],
    isFor: ({ authentication }) => authentication.mode === 'password',
  },
  { text: ['Give your clients the output `AppServerUrl`.', '将输出 `AppServerUrl` 配置到客户端。'] },
];

const OFFERS: readonly Text[] = [
  ['Live channels and chat', '直播间与互动消息'],
  ['Guests on stage', '连麦'],
  ['Replay', '回放'],
  ['No server to run', '无需运维服务器'],
];

/** A stage and where its form is. */
export interface Launched {
  readonly stage: Stage;
  readonly launch: Launch;
}

export function launchPage(launched: readonly Launched[], app: string): string {
  const stages = launched.map(({ stage }) => stage);
  const title = escapeHtml(app);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Deploy ${title} to Alibaba Cloud</title>
<style>${STYLE}</style>
<main>
<header>
<p class="app">${title}</p>
<h1>Interactive live streaming,<br>in your own account${second('几分钟内，在您的账号中部署互动直播')}</h1>
<ul class="offers">${OFFERS.map((offer) => `<li>${both(offer)}</li>`).join('')}</ul>
</header>
<section class="launches">
${launched.map(card).join('\n')}
</section>
<div class="steps">
<section><h2>Before${second('部署前')}</h2><ol>${listOf(BEFORE, stages)}</ol></section>
<section><h2>After${second('部署后')}</h2><ol>${listOf(AFTER, stages)}</ol></section>
</div>
</main>
</html>
`;
}

function card({ stage, launch: { consoleUrl, templateUrl } }: Launched): string {
  const [en, zh] = REGION_NAMES[stage.region];
  const keeps: Text =
    stage.deletionPolicy === 'retain'
      ? ['Data outlives the stack', '删除资源栈时保留数据']
      : ['Data goes with the stack', '数据随资源栈删除'];
  const records: Text =
    stage.recording === 'none' ? ['No recording', '不录制'] : ['Streams are recorded', '自动录制直播'];
  return `<article>
<h2>${escapeHtml(stage.name)}</h2>
<p class="where">${both([en, zh])}${stage.name === stage.region ? '' : ` <code>${stage.region}</code>`}</p>
<ul>${[records, keeps].map((text) => `<li>${both(text)}</li>`).join('')}</ul>
<a class="deploy" href="${escapeHtml(consoleUrl)}">Deploy${second('部署')}</a>
<a class="template" href="${escapeHtml(templateUrl)}">Template${second('模板')}</a>
</article>`;
}

/** Those that at least one of the stages needs. */
function listOf(steps: readonly Step[], stages: readonly Stage[]): string {
  return steps
    .filter(({ isFor }) => isFor === undefined || stages.some(isFor))
    .map(({ text, url }) => `<li>${url === undefined ? both(text) : `<a href="${url}">${both(text)}</a>`}</li>`)
    .join('');
}

function both([en, zh]: Text): string {
  return `${withCode(en)}${second(zh)}`;
}

function second(zh: string): string {
  return ` <span lang="zh-CN">${withCode(zh)}</span>`;
}

/** What is typed or looked for stands between backticks. */
function withCode(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1c1917, #f5f5f4); --soft: light-dark(#57534e, #a8a29e);
--page: light-dark(#fafaf9, #161412); --card: light-dark(#fff, #211e1b); --line: light-dark(#e7e5e4, #36312c);
--brand: #c2410c; --link: light-dark(#9a3412, #fdba74) }
* { box-sizing: border-box; margin: 0 }
body { background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, sans-serif }
main { max-width: 62rem; margin: 0 auto; padding: clamp(2rem, 6vw, 5rem) 1.25rem 4rem }
ul, ol { padding: 0; list-style: none }
a { color: var(--link); text-underline-offset: .2em; text-decoration-thickness: 1px }
[lang=zh-CN] { display: block; color: var(--soft); font-size: .85em; font-weight: 400; letter-spacing: 0 }
.app { color: var(--link); font-weight: 600; margin-bottom: .75rem }
h1 { font-size: clamp(1.9rem, 5vw, 3rem); line-height: 1.12; letter-spacing: -.025em; text-wrap: balance }
h1 [lang=zh-CN] { font-size: .42em; margin-top: .7em; line-height: 1.4 }
.offers { display: flex; flex-wrap: wrap; gap: .6rem; margin: 2rem 0 2.5rem }
.offers li { border: 1px solid var(--line); border-radius: .6rem; background: var(--card); padding: .45rem .9rem; font-size: .92rem }
.launches { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 1rem }
article { background: var(--card); border: 1px solid var(--line); border-radius: 1rem; padding: 1.5rem }
article h2 { font-size: 1.3rem; letter-spacing: -.01em; overflow-wrap: anywhere }
.where { color: var(--soft); margin-bottom: 1rem }
.where [lang=zh-CN], .template [lang=zh-CN], .deploy [lang=zh-CN] { display: inline; font-size: 1em; color: inherit }
article li { padding: .4rem 0; border-top: 1px solid var(--line); font-size: .95rem }
.deploy { display: block; margin: 1.1rem 0 .8rem; background: var(--brand); color: #fff; text-align: center;
text-decoration: none; font-weight: 600; border-radius: .7rem; padding: .75rem }
.deploy:hover { background: #9a3412 }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 3px }
.template { font-size: .9rem }
code { font: .85em ui-monospace, monospace; background: var(--line); border-radius: .3em; padding: .12em .35em }
.steps { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 2.5rem; margin-top: 3.5rem }
.steps h2 { font-size: 1.15rem; margin-bottom: 1rem }
.steps h2 [lang=zh-CN] { display: inline }
ol { counter-reset: step }
ol li { counter-increment: step; position: relative; padding: 0 0 1.1rem 2.6rem; overflow-wrap: anywhere }
ol li::before { content: counter(step); position: absolute; left: 0; top: .05rem; width: 1.7rem; height: 1.7rem; border-radius: 50%;
border: 1px solid var(--line); background: var(--card); text-align: center; font-size: .85rem; line-height: 1.65rem }
`;
