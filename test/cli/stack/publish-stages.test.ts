import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badgeOf, launchOf, launchPage } from '../../../cdk/publish.ts';
import { publishStages } from '../../../cli/stack/publish-stages.ts';

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
    expect((await readdir(out)).sort()).toEqual(['index.html', 'production.template.json', 'singapore.template.json']);
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
  const stage = { name: 'production', region: 'ap-southeast-1' as const };

  it('opens the console of its region with its template', () => {
    const { consoleUrl, templateUrl } = launchOf(stage, 'https://files.live.cn', 'alibabacloud.com');
    expect(templateUrl).toBe('https://files.live.cn/production.template.json');
    const url = new URL(consoleUrl);
    expect(url.origin + url.pathname).toBe('https://ros.console.alibabacloud.com/ap-southeast-1/stacks/create');
    expect(url.searchParams.get('templateUrl')).toBe(templateUrl);
  });

  it('cannot break out of the page', () => {
    const launch = launchOf({ ...stage, name: '"><script>' }, 'https://files.live.cn', 'aliyun.com');
    expect(launchPage([launch], '<b>')).not.toMatch(/<script>|<b>/);
  });

  it('stands behind a badge', () => {
    expect(badgeOf('https://files.live.cn/')).toContain('(https://files.live.cn/index.html)');
  });
});
