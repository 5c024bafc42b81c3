/** The frame around every page: head, navigation, main part. */
import { type Html, html } from '../html.ts';
import { address, empty } from '../parts.ts';
import type { Sources } from '../sources.ts';
import { SECTIONS } from '../views.ts';

export interface PageContent {
  readonly title: string;
  readonly section: string;
  readonly body: Html;
}

/** A play button on a stack, as the icon of the page. */
const ICON =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 32 32%22%3E%3Crect width=%2232%22 height=%2232%22 rx=%228%22 fill=%22%233856d6%22/%3E%3Cpath d=%22M12 8.5v11l9-5.500z%22 fill=%22%23fff%22/%3E%3Cpath d=%22M8 24.500h16%22 stroke=%22%23fff%22 stroke-width=%222.500%22 stroke-linecap=%22round%22 opacity=%22.7%22/%3E%3C/svg%3E';

export function page(
  { title, section, body }: PageContent,
  { account, endpoint }: Pick<Sources, 'account' | 'endpoint'>,
): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Local cloud</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="/_local/console/style.css">
<script src="/_local/console/page.js" defer></script>
<noscript><meta http-equiv="refresh" content="5"></noscript>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<a class="brand" href="/"><img src="${ICON}" alt="" width="28" height="28"><span>Local cloud</span></a>
<div class="live"><span id="state" class="state" role="status"></span><button type="button" id="pause" aria-pressed="false" hidden>Pause</button></div>
</header>
<nav class="sections" aria-label="Sections"><ul>${SECTIONS.map(({ name, label }) => entry(name, label, section))}</ul>
<p class="account muted">Account <span class="nowrap">${account.accountId}</span><br>${endpoint()}</p></nav>
<main id="main" tabindex="-1"><h1>${title}</h1>
${body}</main>
</body>
</html>
`;
}

export function errorPage(sources: Pick<Sources, 'account' | 'endpoint'>): Html {
  const body = empty('There is nothing at this address, or not any more. The navigation shows what there is.');
  return page({ title: 'Not found', section: '', body }, sources);
}

function entry(name: string, label: string, current: string): Html {
  const href = name === 'overview' ? '/' : address(name);
  return name === current
    ? html`<li><a href="${href}" aria-current="page">${label}</a></li>`
    : html`<li><a href="${href}">${label}</a></li>`;
}
