/**
 * Keeps the page as it would be if it were loaded now: asks for it again and again while it is looked at. Runs in the
 * browser: the function is sent as text, so it uses nothing of this file.
 */
import type { Browser } from './browser.ts';
import type { Morph } from './morph.ts';

export function refreshing(browser: Browser, morph: Morph): void {
  const EVERY_MS = 1_500;
  /** After a failure: the cloud has been stopped, or is starting again. */
  const RETRY_MS = 3_000;
  const { document, location } = browser;
  const state = document.getElementById('state');
  const pause = document.getElementById('pause');
  let isPaused = false;
  let isAsking = false;
  let etag = '';
  /** Only the newest plan to look again is kept to. */
  let plan = 0;

  function tell(className: string, text: string): void {
    if (!state || state.textContent === text) return;
    state.textContent = text;
    state.setAttribute('class', `state ${className}`);
  }

  function show(page: string): void {
    const wanted = new browser.DOMParser().parseFromString(page, 'text/html');
    const [from, to] = [document.querySelector('main'), wanted.querySelector('main')];
    if (!from || !to) return;
    document.title = wanted.title;
    morph(from, to);
  }

  async function ask(): Promise<void> {
    const answer = await browser.fetch(location.href, { headers: { 'if-none-match': etag }, cache: 'no-store' });
    if (isPaused) return;
    if (answer.status !== 304) {
      etag = answer.headers.get('etag') ?? '';
      show(await answer.text());
    }
    tell('on', 'Live');
  }

  async function look(): Promise<void> {
    if (isAsking || isPaused || document.hidden) return;
    isAsking = true;
    let nextMs = EVERY_MS;
    try {
      await ask();
    } catch {
      nextMs = RETRY_MS;
      tell('off', 'The local cloud does not answer');
    }
    isAsking = false;
    plan += 1;
    const own = plan;
    browser.setTimeout(() => {
      if (own === plan) void look();
    }, nextMs);
  }

  pause?.addEventListener('click', () => {
    isPaused = !isPaused;
    pause.setAttribute('aria-pressed', String(isPaused));
    if (isPaused) tell('paused', 'Paused');
    else void look();
  });
  document.addEventListener('visibilitychange', () => void look());
  if (pause) pause.hidden = false;
  // On a phone the navigation is wider than the screen.
  document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  void look();
}
