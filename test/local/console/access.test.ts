import { describe, expect, it } from 'vitest';
import { request, shownCloud } from './local-cloud.ts';

const PLACES = ['/', '/_local/console/data/overview', '/_local/console/page.js', '/_local/console/style.css'];
/** What a browser sends when a person follows a link on another site. */
const FOLLOWED = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

describe('who may look at the console', () => {
  it.each(['127.0.0.1:7300', 'localhost:7300', '[::1]:7300', 'localhost'])('a browser that asks %s', async (host) => {
    for (const place of PLACES) expect((await shownCloud().get(place, { host })).status).toBe(200);
  });

  it.each([
    ['a name that somebody made resolve to this machine', { host: 'attacker.example:7300' }],
    ['a name that only begins like ours', { host: 'localhost.attacker.example' }],
    ['no host at all', { host: undefined }],
    ['a script of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['a script of another port of this machine', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }],
    ['another origin', { origin: 'http://127.0.0.1:7301' }],
    ['an opaque origin', { origin: 'null' }],
    ['a frame of another site', { ...FOLLOWED, 'sec-fetch-dest': 'iframe' }],
  ])('not %s', async (_, headers) => {
    for (const place of PLACES) {
      const answer = await shownCloud().get(place, headers);
      expect(answer.status).toBe(403);
      expect(JSON.parse(answer.body)).toEqual({ message: expect.stringContaining('http://127.0.0.1') });
    }
  });

  it('a link on another site may open the page, where its scripts cannot read, but no data', async () => {
    expect((await shownCloud().get('/', FOLLOWED)).status).toBe(200);
    expect((await shownCloud().get('/_local/console/data/overview', FOLLOWED)).status).toBe(403);
    expect((await shownCloud().get('/', { ...FOLLOWED, host: 'attacker.example' })).status).toBe(403);
  });

  it('its own page may ask for more', async () => {
    const own = { origin: 'http://127.0.0.1:7300', 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' };
    for (const place of PLACES) expect((await shownCloud().get(place, own)).status).toBe(200);
  });

  it.each(['POST', 'PUT', 'DELETE'])('nobody changes anything: %s is refused', async (method) => {
    expect((await shownCloud().get('/_local/console/data/overview', {}, method)).status).toBe(405);
  });

  it.each([...PLACES, '/_local/console/nothing', '/?view=nothing'])(
    '%s may run scripts of its own only, be framed by nobody and be kept by nobody',
    async (place) => {
      const { headers } = await shownCloud().get(place);
      expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
      expect(headers).toMatchObject({ 'cross-origin-opener-policy': 'same-origin', 'referrer-policy': 'no-referrer' });
    },
  );
});

describe('which requests are for the console', () => {
  it.each([
    ['the page', request('/')],
    ['a view', request('/?view=tables')],
    ['its data', request('/_local/console/data/tables')],
  ])('%s', (_, asked) => {
    expect(shownCloud().takes(asked)).toBe(true);
  });

  it.each([
    ['an RPC call by GET', request('/?Action=DescribeLiveDomainDetail&Version=2016-11-01')],
    ['an ACS3 call by GET', request('/', { 'x-acs-action': 'GetStack' })],
    ['an RPC call by POST', request('/', {}, 'POST')],
    ['an operation of Tablestore', request('/ListTable', { 'x-ots-instancename': 'live-1' }, 'POST')],
    ['the interface of the local cloud', request('/_local/health')],
  ])('not %s', (_, asked) => {
    expect(shownCloud().takes(asked)).toBe(false);
  });
});

describe('what is asked again and again', () => {
  it('is answered with 304 as long as nothing has changed, and anew when something has', async () => {
    const cloud = shownCloud();
    const first = await cloud.get('/?view=requests');
    const etag = String(first.headers.etag);
    expect(await cloud.get('/?view=requests', { 'if-none-match': etag })).toMatchObject({ status: 304, body: '' });
    cloud.requests.addHttp({
      ...{ functionName: 'app-server', method: 'GET', path: '/health' },
      ...{ status: 200, startedAtMs: 1, durationMs: 1 },
    });
    const next = await cloud.get('/?view=requests', { 'if-none-match': etag });
    expect(next.status).toBe(200);
    expect(next.headers.etag).not.toBe(etag);
  });

  it('names what there is when asked for something else', async () => {
    const cloud = shownCloud();
    const unknownData = await cloud.get('/_local/console/data/nothing');
    expect(unknownData.status).toBe(404);
    expect(unknownData.body).toContain('overview, stacks, stack, tables');
    expect((await cloud.get('/_local/console/data/stack?id=gone')).status).toBe(404);
    expect((await cloud.get('/_local/console/nothing')).body).toContain('/_local/console/page.js');
    const page = await cloud.get('/?view=stack&id=gone');
    expect(page.status).toBe(404);
    expect(page.body).toContain('There is nothing at this address');
  });
});
