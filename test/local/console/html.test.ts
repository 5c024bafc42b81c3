import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, html, type Part } from '../../../local/console/html.ts';
import { address, external, facts, httpPill, shortName, statusPill, table } from '../../../local/console/parts.ts';

describe('templates of HTML', () => {
  it.each<[string, Part, string]>([
    ['a text with markup', '<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['quotes, which would end an attribute', `"'`, '&quot;&#39;'],
    ['an ampersand', 'Q&A &lt;', 'Q&amp;A &amp;lt;'],
    ['a number', 0, '0'],
    ['nothing for undefined', undefined, ''],
    ['nothing for null', null, ''],
    ['nothing for a condition that does not hold', false, ''],
    ['HTML as it is', html`<b>${'<'}</b>`, '<b>&lt;</b>'],
    ['a list, part by part', ['<', html`<i></i>`, 1], '&lt;<i></i>1'],
  ])('show %s', (_, part, shown) => {
    expect(String(html`${part}`)).toBe(shown);
  });

  it('never lets a text out of its place, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']/);
        const restored = escapeHtml(text)
          .replaceAll('&#39;', "'")
          .replaceAll('&quot;', '"')
          .replaceAll('&gt;', '>')
          .replaceAll('&lt;', '<')
          .replaceAll('&amp;', '&');
        expect(restored).toBe(text);
      }),
    );
  });

  it('takes data that looks like HTML for data', () => {
    const data = JSON.parse('{"html":"<script>","strings":["<script>"]}') as unknown;
    expect(String(html`${data as Part}`)).not.toContain('<script>');
  });
});

describe('parts of pages', () => {
  it('addresses name what is given, escaped for a query, and leave out what is not', () => {
    expect(address('rows', { table: 'a&b=c', from: undefined, text: '' })).toBe('/?view=rows&table=a%26b%3Dc');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', ' http://a', 'rtmp://127.0.0.1:1935/live'])(
    '%s is no link that a person could follow',
    (url) => {
      expect(String(external(url))).not.toContain('<a');
    },
  );

  it('an http address is a link that tells nobody where it was followed', () => {
    expect(String(external('http://127.0.0.1:7301'))).toBe(
      '<a href="http://127.0.0.1:7301" rel="noreferrer">http://127.0.0.1:7301</a>',
    );
  });

  it.each([
    ['CREATE_COMPLETE', 'good'],
    ['online', 'good'],
    ['UPDATE_IN_PROGRESS', 'busy'],
    ['configuring', 'busy'],
    ['ROLLBACK_COMPLETE', 'warn'],
    ['offline', 'warn'],
    ['CREATE_FAILED', 'bad'],
    ['ROLLBACK_FAILED', 'bad'],
    ['REVIEWED', 'idle'],
  ])('the status %s looks %s, and says its name for those who see no colour', (status, tone) => {
    expect(String(statusPill(status))).toBe(`<span class="pill ${tone}">${status}</span>`);
  });

  it.each([
    [200, '200', 'good'],
    [404, '404', 'warn'],
    [503, '503', 'bad'],
    [0, 'cut', 'bad'],
  ])('the HTTP status %i is shown as %s and looks %s', (status, text, tone) => {
    expect(String(httpPill(status))).toBe(`<span class="pill ${tone}">${text}</span>`);
  });

  it('a table keeps the roles of a table, since its style makes cards of it on a phone', () => {
    const columns = [{ title: 'Name', cell: ({ name }: { name: string }) => name }];
    const shown = String(table('Names', columns, [{ name: 'a<b' }], ({ name }) => name));
    expect(shown).toContain('role="region" aria-label="Names" tabindex="0"');
    for (const role of ['table', 'rowgroup', 'row', 'columnheader', 'cell']) expect(shown).toContain(`role="${role}"`);
    expect(shown).toContain('data-key="a&lt;b"');
    expect(shown).toContain('data-label="Name">a&lt;b</td>');
  });

  it('facts leave out names without a value', () => {
    expect(
      String(
        facts([
          ['Region', 'cn-shanghai'],
          ['Scope', ''],
          ['Scope', false],
          ['Members', 0],
        ]),
      ),
    ).not.toContain('Scope');
    expect(String(facts([['Members', 0]]))).toContain('<dd>0</dd>');
  });

  it('the functions of a stack are called by their own part of the name, with the whole in a hint', () => {
    expect(String(shortName('interactive-live-local-app-server'))).toBe(
      '<span class="nowrap" title="interactive-live-local-app-server">app-server</span>',
    );
    expect(String(shortName('tablestore'))).toBe('tablestore');
  });
});
