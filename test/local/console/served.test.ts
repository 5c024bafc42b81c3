import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud.ts';

let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await startLocalCloud({ port: 0, triggerPort: 0 });
});
afterAll(() => cloud.close());

const get = (path: string): Promise<Response> => fetch(`${cloud.endpoint}${path}`);

describe('the console of a running local cloud', () => {
  it('is what a browser gets at its address, with style and script from the same place', async () => {
    const page = await get('/');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const text = await page.text();
    expect(text).toContain(cloud.account.accountId);
    const assets = [...text.matchAll(/(?:src|href)="(\/_local[^"]+)"/g)].map(([, path]) => String(path));
    expect(assets).toEqual(['/_local/console/style.css', '/_local/console/page.js']);
    for (const path of assets) expect((await get(path)).status).toBe(200);
  });

  it('lists what other people ask, and not its own questions', async () => {
    await get('/?Action=DescribeLiveDomainDetail&Version=2016-11-01&AccessKeyId=nobody');
    await get('/');
    const { requests } = (await (await get('/_local/console/data/requests')).json()) as {
      requests: { items: object[] };
    };
    expect(requests.items).toMatchObject([
      { product: 'live', action: 'DescribeLiveDomainDetail', caller: 'unknown key', status: expect.any(Number) },
    ]);
  });

  it('leaves the interface of the local cloud where it was', async () => {
    expect(await (await get('/_local/health')).json()).toEqual({ status: 'ok' });
  });

  it('P11: never shows the keys of the account', async () => {
    const all = await Promise.all(
      ['/', '/?view=streams', '/?view=requests'].map(async (path) => (await get(path)).text()),
    );
    for (const text of all) {
      expect(text).not.toContain(cloud.account.accessKeySecret);
      expect(text).not.toContain(cloud.account.artcApp.appKey);
      expect(text).not.toContain(cloud.account.accessKeyId);
    }
  });
});
