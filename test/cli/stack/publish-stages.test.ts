import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../../../cdk/config/schema.ts';
import { launchPage } from '../../../cdk/launch-page.ts';
import { badgeImage, badgeOf, launchOf } from '../../../cdk/publish.ts';
import { publishStages } from '../../../cli/stack/publish-stages.ts';
import { stage } from '../../cdk/support.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'live-stack-publish-'));
  const code = { ossBucket: 'bucket', ossObject: 'main.zip' };
  const defaults = { code };
  const cloud = { region: 'cn-shanghai', domains: { ingest: 'in.live.cn', streaming: 'out.live.cn' } };
  const local = {
    region: 'cn-shanghai',
    domains: { ingest: 'in.localhost', streaming: 'out.localhost' },
    origins: { ingest: 'rtmp://127.0.0.1:1935', streaming: 'http://127.0.0.1:7302' },
  };
  const stages = { local, production: cloud, singapore: { ...cloud, region: 'ap-southeast-1' } };
  await writeFile(join(folder, 'ros.json'), JSON.stringify({ app: 'live', defaults, stages }));
});
afterAll(() => rm(folder, { recursive: true }));

describe('publish', () => {
  it('writes a template for each stage of the cloud, and a page with their links', async () => {
    const out = join(folder, 'out');
    const site = 'aliyun.com' as const;
    const { launches, badge } = await publishStages({
      config: join(folder, 'ros.json'),
      out,
      url: 'https://files.live.cn/one-click/',
      site,
    });
    expect((await readdir(out)).sort()).toEqual([
      'badge.svg',
      'index.html',
      'production.template.json',
      'singapore.template.json',
    ]);
    const page = await readFile(join(out, 'index.html'), 'utf8');
    for (const { consoleUrl } of launches) expect(page).toContain(consoleUrl.replaceAll('&', '&amp;'));
    expect(badge).toMatch(/\(https:\/\/files\.live\.cn\/one-click\/index\.html\)$/);
  });

  it.each(['http://files.live.cn', 'files.live.cn', ''])('asks for an https address, not %j', async (url) => {
    const options = { config: join(folder, 'ros.json'), out: join(folder, 'none'), url, site: 'aliyun.com' as const };
    await expect(publishStages(options)).rejects.toThrow(/an https URL is expected/);
  });
});

describe('the link of a stage', () => {
  const published = stage('ap-southeast-1');

  it('opens the console of its region with its template', () => {
    const { consoleUrl, templateUrl } = launchOf(published, 'https://files.live.cn', 'alibabacloud.com');
    expect(templateUrl).toBe('https://files.live.cn/ap-southeast-1.template.json');
    const url = new URL(consoleUrl);
    expect(url.origin + url.pathname).toBe('https://ros.console.alibabacloud.com/ap-southeast-1/stacks/create');
    expect(url.searchParams.get('templateUrl')).toBe(templateUrl);
  });

  it('cannot break out of the page', () => {
    const evil = { ...published, name: '"><script>' };
    const launch = launchOf(evil, 'https://files.live.cn', 'aliyun.com');
    expect(launchPage([{ stage: evil, launch }], '<b>')).not.toMatch(/<script>|<b>/);
  });

  it('stands behind a badge', () => {
    expect(badgeOf('https://files.live.cn/')).toBe(
      '[![Deploy to Alibaba Cloud](https://files.live.cn/badge.svg)](https://files.live.cn/index.html)',
    );
    expect(badgeImage()).toMatch(/^<svg [^>]*aria-label="Deploy to: Alibaba Cloud"/);
  });
});

describe('the launch page', () => {
  const pageOf = (of: Stage) =>
    launchPage([{ stage: of, launch: launchOf(of, 'https://files.live.cn', 'aliyun.com') }], 'live');

  it('needs nothing else: no script, style or picture from anywhere', () => {
    expect(pageOf(stage('cn-shanghai'))).not.toMatch(/<script|<link|<img|@import|url\(/);
  });

  it('says what only a person can do, before and after, for the stages that need it', () => {
    const page = pageOf(stage('cn-shanghai'));
    for (const text of [/ICP filing/, /视频点播/, /TXT record/, /CNAME record/, /users\.add/])
      expect(page).toMatch(text);
    const other = pageOf(
      stage('ap-southeast-1', {
        recording: 'none',
        dns: 'alidns',
        dnsZone: 'example.com',
        authentication: { mode: 'jwks', jwksUrl: 'https://id.live.cn', issuer: 'i', audience: 'a' },
      }),
    );
    for (const text of [/ICP filing/, /VOD/, /TXT record/, /CNAME record/, /users\.add/])
      expect(other).not.toMatch(text);
  });

  it('is in English and Chinese throughout', () => {
    const page = pageOf(stage('cn-shanghai'));
    const items = page.match(/<li>.*?<\/li>/g) ?? [];
    expect(items.length).toBeGreaterThan(10);
    for (const item of items) expect(item).toMatch(/<span lang="zh-CN">.*\p{Script=Han}/u);
  });
});
