import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { en } from '../../clients/shared/words/en.ts';
import type { OpenOptions } from './support/open-page.ts';
import { createChannel, endChannel, goLive, logIn, press } from './support/people.ts';
import { useStage } from './support/stage.ts';

const stage = useStage();
const AXE = createRequire(import.meta.url).resolve('axe-core');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const PHONE: OpenOptions = { size: { width: 360, height: 740 } };
/** What is used of axe-core's answer. */
interface Answer {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly target: string[] }[] }[];
}

/** CSS pixels that a finger needs. */
const SMALLEST_TARGET = 40;

/** @returns what axe-core finds wrong with the page as it is now, a line each */
async function complaints(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.addScriptTag({ path: AXE });
  return await page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<Answer> } };
    const { violations } = await axe.run({ runOnly });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  }, RULES);
}

async function expectFine(...pages: readonly Page[]): Promise<void> {
  for (const page of pages) expect(await complaints(page), page.url()).toEqual([]);
}

/** Buttons and links that somebody has to hit, and that are too small for it. */
async function smallTargets(page: Page): Promise<string[]> {
  return await page.evaluate((least) => {
    const seen = [...document.querySelectorAll('button, .button, .brand, .channel')].filter((element) =>
      element.checkVisibility(),
    );
    return seen
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return Math.min(width, height) < least - 0.5;
      })
      .map((element) => element.outerHTML.slice(0, 120));
  }, SMALLEST_TARGET);
}

describe('accessibility of the pages', () => {
  it('axe-core finds nothing wrong with any page in any phase', async () => {
    const entry = await stage.open('entry', '/');
    await entry.getByRole('heading', { level: 1 }).waitFor();
    await expectFine(entry);

    const alice = await stage.open('alice', '/streamer/');
    const bob = await stage.open('bob', '/viewer/', PHONE);
    await bob.getByLabel(en['login.name']).waitFor();
    await expectFine(bob);
    await Promise.all([logIn(alice, 'alice'), logIn(bob, 'bob')]);
    await bob.getByText(en['list.empty']).waitFor();
    await alice.getByLabel(en['create.name']).waitFor();
    await expectFine(alice, bob);

    await createChannel(alice, 'Morning show');
    await bob.getByText('Morning show').first().click();
    await bob.getByText(en['picture.before']).waitFor();
    await expectFine(alice, bob);

    await goLive(alice);
    await bob.locator('[data-state=playing]').waitFor();
    await press(bob, 'stage.ask');
    await bob.getByText(en['stage.status.applied']).waitFor();
    await alice.getByText('bob asks to join').waitFor();
    await expectFine(alice, bob);
    await press(alice, 'stage.approve');
    await press(bob, 'stage.enter');
    await Promise.all([alice, bob].map((page) => page.locator('.tile').first().waitFor()));
    await expectFine(alice, bob);
    expect(await smallTargets(bob)).toEqual([]);

    await press(alice, 'retouch.title');
    await alice.getByLabel(en['retouch.brightness']).waitFor();
    await expectFine(alice);

    await press(bob, 'stage.leave');
    await press(alice, 'edit.open');
    await alice.getByRole('dialog').waitFor();
    await expectFine(alice);
    await alice.keyboard.press('Escape');
    await endChannel(alice);
    await bob.locator('[data-state=replay]').waitFor();
    await expectFine(alice, bob);
  });

  it('a viewer comes from the log-in to a comment by keyboard alone', async () => {
    const alice = await stage.open('alice', '/streamer/');
    await logIn(alice, 'alice');
    await createChannel(alice, 'By keyboard');
    const carl = await stage.open('carl', '/viewer/');
    await carl.getByLabel(en['login.name']).focus();
    await carl.keyboard.type('carl');
    await carl.keyboard.press('Enter');
    const channel = carl.getByRole('link', { name: /By keyboard/ });
    await channel.waitFor();
    for (let tabs = 0; tabs < 20 && !(await isFocused(carl, '.channel')); tabs++) await carl.keyboard.press('Tab');
    await carl.keyboard.press('Enter');
    await carl.getByLabel(en['chat.write']).waitFor();
    for (let tabs = 0; tabs < 20 && !(await isFocused(carl, '.line input')); tabs++) await carl.keyboard.press('Tab');
    await carl.keyboard.type('No mouse');
    await carl.keyboard.press('Enter');
    await alice.getByText('No mouse').waitFor();
    expect(await carl.getByText('No mouse').count()).toBe(1);
  });

  it('a menu and a dialog close on Escape and give the focus back', async () => {
    const alice = await stage.open('alice', '/streamer/', PHONE);
    await logIn(alice, 'alice');
    await createChannel(alice, 'Menus');
    const opener = alice.getByRole('button', { name: en['moderate.title'] });
    await opener.press('Enter');
    await alice.getByRole('button', { name: en['moderate.mute-all'] }).waitFor();
    await alice.keyboard.press('Escape');
    expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true);
    const edit = alice.getByRole('button', { name: en['edit.open'] });
    await edit.press('Enter');
    await alice.getByRole('dialog').waitFor();
    await alice.keyboard.press('Escape');
    await alice.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await edit.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await smallTargets(alice)).toEqual([]);
  });
});

function isFocused(page: Page, selector: string): Promise<boolean> {
  return page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector);
}
