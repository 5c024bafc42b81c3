import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { en, type WordKey } from '../../clients/shared/words/en.ts';
import { logIn, press } from './support/people.ts';
import { newRoom, studioOf, watching } from './support/rooms.ts';
import { useStage } from './support/stage.ts';

const stage = useStage();

const about = (key: WordKey, name: string): string => en[key].replace('{name}', name);

async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel(en['chat.write']).fill(text);
  await page.keyboard.press('Enter');
}

/** From the menu of a comment; what is grave is asked again. */
async function decide(anchor: Page, what: 'muteUser' | 'unmuteUser' | 'kickUser' | 'banUser'): Promise<void> {
  await anchor
    .getByRole('button', { name: about('moderate.about', 'bob') })
    .last()
    .click();
  await press(anchor, `moderate.${what}`);
  if (what === 'kickUser' || what === 'banUser') {
    await anchor
      .getByRole('alertdialog')
      .getByRole('button', { name: en[`moderate.${what}`] })
      .click();
  }
  await anchor.getByText(about(`moderate.${what}.done`, 'bob')).waitFor();
}

describe('a streamer on a viewer who misbehaves', () => {
  it('mutes, removes and bans, and takes each back; the viewer is told in words', async () => {
    const { id } = await newRoom(stage, 'alice', 0);
    const alice = await stage.open('alice', studioOf(id));
    const bob = await stage.open('bob', watching(id));
    await Promise.all([logIn(alice, 'alice'), logIn(bob, 'bob')]);
    const line = bob.getByLabel(en['chat.write']);
    await write(bob, 'Something rude');
    await alice.getByText('Something rude').waitFor();

    await decide(alice, 'muteUser');
    await bob.getByText(en['chat.muted.told']).waitFor();
    expect(await line.isDisabled()).toBe(true);
    await decide(alice, 'unmuteUser');
    await bob.getByText(en['chat.unmuted']).waitFor();
    expect(await line.isDisabled()).toBe(false);

    await decide(alice, 'kickUser');
    await bob.getByText(en['closed.removed']).waitFor();
    await bob.reload();
    await line.waitFor();

    await decide(alice, 'banUser');
    await bob.getByText(en['closed.removed']).waitFor();
    await bob.reload();
    await bob
      .getByRole('alert')
      .getByText(/not admitted/)
      .waitFor();

    await alice.getByRole('button', { name: en['moderate.title'] }).click();
    await press(alice, 'moderate.list');
    await alice.getByRole('button', { name: en['moderate.unbanUser'] }).click();
    await alice.getByText(en['moderate.list.empty']).waitFor();
    await bob.reload();
    await line.waitFor();
  });

  it('takes a comment back, and mutes everybody', async () => {
    const { id } = await newRoom(stage, 'anna', 0);
    const anna = await stage.open('anna', studioOf(id));
    const bob = await stage.open('bob', watching(id));
    await Promise.all([logIn(anna, 'anna'), logIn(bob, 'bob')]);
    await write(bob, 'Nothing to see');
    await anna.getByRole('button', { name: about('moderate.about', 'bob') }).click();
    await press(anna, 'moderate.deleteMessage');
    await bob.getByText('Nothing to see').waitFor({ state: 'detached' });
    await anna.getByRole('button', { name: en['moderate.title'] }).click();
    await press(anna, 'moderate.mute-all');
    await bob.getByText(en['chat.muted-all']).waitFor();
    expect(await bob.getByLabel(en['chat.write']).isDisabled()).toBe(true);
  });
});
