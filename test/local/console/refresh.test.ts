import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { morphing } from '../../../local/console/page/morph.ts';
import { refreshing } from '../../../local/console/page/refresh.ts';
import { pageScript } from '../../../local/console/page/script.ts';
import { type FakeBrowser, fakeBrowser, settled, type Written } from './dom.ts';
import { shownCloud } from './local-cloud.ts';

function pageWith(text: string): Written {
  return ['body', {}, ['span', { id: 'state' }], ['button', { id: 'pause' }], ['main', {}, text]];
}

async function open(answer: Parameters<typeof fakeBrowser>[1]): Promise<FakeBrowser> {
  const browser = fakeBrowser(pageWith('old'), answer);
  refreshing(browser, morphing(browser.document));
  await settled();
  return browser;
}

const stateOf = ({ document }: FakeBrowser) => document.getElementById('state')?.textContent;
const shownBy = ({ document }: FakeBrowser) => document.querySelector('main')?.textContent;

describe('the page follows what happens', () => {
  it('shows what is there now, says so, and looks again', async () => {
    const browser = await open(() => ({ page: pageWith('new') }));
    expect(shownBy(browser)).toBe('new');
    expect(stateOf(browser)).toBe('Live');
    expect(browser.document.title).toBe('Tables · Local cloud');
    expect(await browser.tick()).toBe(1_500);
    expect(browser.asked).toEqual(['', '"1"']);
  });

  it('asks with what it has, and leaves the page alone when nothing is new', async () => {
    const browser = await open((etag) => (etag === '"1"' ? { status: 304 } : { page: pageWith('new') }));
    await browser.tick();
    await browser.tick();
    expect(browser.asked).toEqual(['', '"1"', '"1"']);
    expect(shownBy(browser)).toBe('new');
  });

  it('says when the cloud does not answer, and goes on as soon as it does', async () => {
    let isUp = false;
    const browser = await open(() => {
      if (!isUp) throw new TypeError('fetch failed');
      return { page: pageWith('new') };
    });
    expect(stateOf(browser)).toBe('The local cloud does not answer');
    expect(shownBy(browser)).toBe('old');
    isUp = true;
    expect(await browser.tick()).toBe(3_000);
    expect(stateOf(browser)).toBe('Live');
    expect(shownBy(browser)).toBe('new');
  });

  it('stands still while paused, and goes on afterwards', async () => {
    let count = 0;
    const browser = await open(() => ({ page: pageWith(String(++count)) }));
    const pause = browser.document.getElementById('pause');
    expect(pause?.hidden).toBe(false);
    pause?.click();
    expect(pause?.getAttribute('aria-pressed')).toBe('true');
    expect(stateOf(browser)).toBe('Paused');
    await browser.tick();
    expect(shownBy(browser)).toBe('1');
    pause?.click();
    await settled();
    expect(pause?.getAttribute('aria-pressed')).toBe('false');
    expect(shownBy(browser)).toBe('2');
    expect(stateOf(browser)).toBe('Live');
  });

  it('brings the entry of the navigation that one is at into view', async () => {
    const nav: Written = ['nav', {}, ['a', {}, 'Tables'], ['a', { 'aria-current': 'page' }, 'Requests']];
    const browser = fakeBrowser(['body', {}, nav, ['main', {}]], () => ({ status: 304 }));
    refreshing(browser, morphing(browser.document));
    await settled();
    expect(browser.document.body.find((node) => node.getAttribute('data-scrolled-to') === 'true')?.textContent).toBe(
      'Requests',
    );
  });

  it('asks nothing while nobody looks', async () => {
    const browser = await open(() => ({ page: pageWith('new') }));
    browser.document.show(false);
    await browser.tick();
    expect(browser.asked).toHaveLength(1);
    browser.document.show(true);
    await settled();
    expect(browser.asked).toHaveLength(2);
  });

  it('has one look under way at a time, however often it is called back', async () => {
    const browser = await open(() => ({ page: pageWith('new') }));
    for (let turn = 0; turn < 3; turn += 1) browser.document.show(true);
    await settled();
    expect(browser.asked).toHaveLength(2);
    // The plan of the first look and that of the second: only the newer is kept to.
    await browser.tick();
    expect(browser.asked).toHaveLength(2);
    await browser.tick();
    expect(browser.asked).toHaveLength(3);
  });
});

describe('the script that the page loads', () => {
  it('is whole: it runs with nothing but what a browser has', async () => {
    const browser = fakeBrowser(pageWith('old'), () => ({ page: pageWith('new') }));
    const script = (await shownCloud().get('/_local/console/page.js')).body;
    expect(script).toBe(pageScript());
    runInNewContext(script, { window: browser, document: browser.document });
    await settled();
    expect(shownBy(browser)).toBe('new');
  });
});
