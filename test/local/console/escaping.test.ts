import { describe, expect, it } from 'vitest';
import { VIEWS } from '../../../local/console/views.ts';
import { fullCloud, pageAt } from './full-cloud.ts';

/** Each would do harm in another place: between tags, in an attribute, in an address, as a tag of its own. */
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  `' autofocus onfocus=alert(1) x='`,
  '</main></body><iframe src=//x>',
];

/** What a browser makes of the page: the names of all tags and attributes. */
function tagsOf(page: string): Set<string> {
  const tags = page.matchAll(/<([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>/gi);
  return new Set([...tags].flatMap(([, name = '', attributes = '']) => [name, ...attributeNames(attributes)]));
}

function attributeNames(attributes: string): string[] {
  return [...attributes.matchAll(/([a-z-]+)(?:="[^"]*")?/gi)].map(([, name]) => `@${name}`);
}

describe('whatever people and functions write is shown as text', () => {
  it.each(HOSTILE)('on every page: %s', async (text) => {
    const hostile = await fullCloud(text);
    const harmless = await fullCloud('A plain title');
    expect(new Set(hostile.pages.map((page) => page.split('?')[0]))).toEqual(new Set(VIEWS.map(({ name }) => name)));
    for (const [index, address] of hostile.pages.entries()) {
      const page = (await hostile.get(pageAt(address))).body;
      const same = (await harmless.get(pageAt(String(harmless.pages[index])))).body;
      expect(page, address).not.toContain(text);
      expect(tagsOf(page), address).toEqual(tagsOf(same));
    }
  });

  it('a room title with markup is on the page, to be read', async () => {
    const cloud = await fullCloud('<img onerror>');
    const page = await cloud.get('/?view=rows&instance=live-1&table=rooms');
    expect(page.body).toContain('&lt;img onerror&gt;');
  });

  it('no page has a script, a style or a handler in itself, which the policy would refuse', async () => {
    const cloud = await fullCloud('A plain title');
    for (const address of cloud.pages) {
      const { body } = await cloud.get(pageAt(address));
      expect(body, address).not.toMatch(
        /<style|\sstyle=|\son[a-z]+=|<script(?! src="\/_local\/console\/page\.js" defer><)/,
      );
      expect(body, address).not.toMatch(/(?:src|href)="(?:https?:)?\/\/(?!127\.0\.0\.1)/);
    }
  });
});

describe('every page can be used without seeing it, or without a mouse', () => {
  it('has a language, a title, one heading of the first rank, a main part, named navigation and a way past it', async () => {
    const cloud = await fullCloud('A plain title');
    for (const address of cloud.pages) {
      const { body } = await cloud.get(pageAt(address));
      expect(body, address).toContain('<html lang="en">');
      expect(body, address).toMatch(/<title>[^<]+ · Local cloud<\/title>/);
      expect(body.match(/<h1>/g), address).toHaveLength(1);
      expect(body.match(/<main id="main"/g), address).toHaveLength(1);
      expect(body, address).toContain('<a class="skip" href="#main">');
      expect(body.match(/aria-current="page"/g), address).toHaveLength(1);
      expect(body, address).not.toMatch(/<nav(?![^>]*aria-label)/);
      expect(body, address).not.toMatch(/<img(?![^>]*alt=)/);
      expect(body, address).not.toMatch(/tabindex="[1-9]/);
    }
  });

  it('goes on showing the present without scripts', async () => {
    const cloud = await fullCloud('A plain title');
    expect((await cloud.get('/')).body).toContain('<noscript><meta http-equiv="refresh" content="5"></noscript>');
  });
});
