import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../cdk/config/errors.ts';
import { FIELDS, NESTED } from '../../../cdk/config/fields.ts';
import { loadConfig, parseConfig } from '../../../cdk/config/load.ts';
import { PROJECT } from '../support.ts';

const GOOD = {
  region: 'cn-shanghai',
  domains: { ingest: 'push.live.cn', streaming: 'play.live.cn' },
};

function problemsIn(config: unknown): { path: string; message: string; hint?: string }[] {
  try {
    parseConfig('ros.json', typeof config === 'string' ? config : JSON.stringify(config));
  } catch (error) {
    if (error instanceof ConfigError) return [...error.problems];
    throw error;
  }
  return [];
}

const withStage = (stage: object) => ({ app: 'demo', stages: { prod: { ...GOOD, ...stage } } });

describe('a configuration with one mistake', () => {
  const cases: [title: string, config: unknown, path: string, message: RegExp, hint?: RegExp][] = [
    ['an unknown key at the top', { ...withStage({}), stage: {} }, 'stage', /unknown key/, /"stages"/],
    ['a misspelt key of a stage', withStage({ recoding: 'vod' }), 'stages.prod.recoding', /unknown key/, /"recording"/],
    [
      'a misspelt nested key',
      withStage({ domains: { ...GOOD.domains, ingets: 'x.cn' } }),
      'stages.prod.domains.ingets',
      /unknown key/,
      /"ingest"/,
    ],
    [
      'a key that resembles nothing',
      withStage({ function: { zzzzzzzz: 1 } }),
      'stages.prod.function.zzzzzzzz',
      /unknown key/,
      /known here: memoryMb, concurrency, runtime/,
    ],
    [
      'a misspelt option of the identity provider',
      withStage({
        authentication: { mode: 'jwks', jwksURL: 'x', jwksUrl: 'https://i/k', issuer: 'i', audience: 'a' },
      }),
      'stages.prod.authentication.jwksURL',
      /unknown key/,
      /"jwksUrl"/,
    ],
    ['a wrong choice', withStage({ compute: 'fc33' }), 'stages.prod.compute', /"fc3" or "fc2", got "fc33"/, /"fc3"/],
    [
      'a region without messaging',
      withStage({ region: 'cn-beijing' }),
      'stages.prod.region',
      /"cn-shanghai" or "ap-southeast-1"/,
      /only these two regions/,
    ],
    ['a number as text', withStage({ logRetentionDays: '7' }), 'stages.prod.logRetentionDays', /a number, got "7"/],
    ['a number out of range', withStage({ logRetentionDays: 0 }), 'stages.prod.logRetentionDays', /at least 1 days/],
    ['a fraction', withStage({ recordingCycleSeconds: 300.5 }), 'stages.prod.recordingCycleSeconds', /expected a/],
    [
      'memory between the steps',
      withStage({ function: { memoryMb: 500 } }),
      'stages.prod.function.memoryMb',
      /multiple of 64/,
    ],
    [
      'too much concurrency',
      withStage({ function: { concurrency: 101 } }),
      'stages.prod.function.concurrency',
      /at most 100/,
    ],
    [
      'a wildcard domain',
      withStage({ domains: { ...GOOD.domains, ingest: '*.live.cn' } }),
      'stages.prod.domains.ingest',
      /without wildcard/,
    ],
    [
      'equal domains',
      withStage({ domains: { ingest: 'a.live.cn', streaming: 'a.live.cn' } }),
      'stages.prod.domains.streaming',
      /another domain than domains.ingest/,
    ],
    ['no streaming domain', withStage({ domains: { ingest: 'a.cn' } }), 'stages.prod.domains.streaming', /nothing/],
    [
      'origins of real domains',
      withStage({ origins: { ingest: 'rtmp://127.0.0.1:1', streaming: 'http://127.0.0.1:2' } }),
      'stages.prod.origins',
      /no origins/,
      /local/,
    ],
    [
      'a local stage without origins',
      withStage({ domains: { ingest: 'a.localhost', streaming: 'b.localhost' } }),
      'stages.prod.origins',
      /addresses of the local/,
    ],
    [
      'a half local stage',
      withStage({
        domains: { ingest: 'a.localhost', streaming: 'b.live.cn' },
        origins: { ingest: 'rtmp://127.0.0.1:1', streaming: 'http://127.0.0.1:2' },
      }),
      'stages.prod.domains',
      /both domains under .localhost or none/,
    ],
    [
      'an origin with a path',
      withStage({ origins: { ingest: 'rtmp://h/app' } }),
      'stages.prod.origins.ingest',
      /scheme, host/,
    ],
    ['alidns without a zone', withStage({ dns: 'alidns' }), 'stages.prod.dnsZone', /the DNS zone of both domains/],
    [
      'a zone that lacks a domain',
      withStage({ dns: 'alidns', dnsZone: 'other.cn' }),
      'stages.prod.dnsZone',
      /holds "push.live.cn"/,
    ],
    [
      'demo logins over retained data',
      withStage({ authentication: { mode: 'demo' } }),
      'stages.prod.authentication.mode',
      /"password" or "jwks"/,
      /allowInProduction/,
    ],
    [
      'an unknown way to log in',
      withStage({ authentication: { mode: 'ldap' } }),
      'stages.prod.authentication.mode',
      /mode/,
    ],
    [
      'an identity provider over http',
      withStage({ authentication: { mode: 'jwks', jwksUrl: 'http://i/k', issuer: 'i', audience: 'a' } }),
      'stages.prod.authentication.jwksUrl',
      /https/,
    ],
    ['a star beside origins', withStage({ corsOrigins: ['*', 'https://a.cn'] }), 'stages.prod.corsOrigins', /alone/],
    ['an origin that is none', withStage({ corsOrigins: ['a.cn'] }), 'stages.prod.corsOrigins[0]', /such as https/],
    [
      'Node 22 on the old generation',
      withStage({ compute: 'fc2', function: { runtime: 'node22-debian11' } }),
      'stages.prod.function.runtime',
      /node20-debian10/,
    ],
    [
      'a certificate without its domain',
      withStage({ customDomainCertificate: { chain: 'a.pem', privateKey: 'a.key' } }),
      'stages.prod.customDomainCertificate',
      /expected "customDomain"/,
    ],
    [
      'the key itself in place of its file',
      withStage({ customDomain: 'api.live.cn', customDomainCertificate: { chain: 'a', privateKey: '-----BEGIN' } }),
      'stages.prod.customDomainCertificate.privateKey',
      /not its contents/,
    ],
    [
      'an own domain used twice',
      withStage({ customDomain: 'push.live.cn' }),
      'stages.prod.customDomain',
      /another domain/,
    ],
    [
      'too many tags',
      withStage({ tags: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, 'v'])) }),
      'stages.prod.tags',
      /at most 19/,
    ],
    ['an app name in capitals', { ...withStage({}), app: 'Demo' }, 'app', /lower-case/],
    ['a stage name with an underscore', { app: 'demo', stages: { my_stage: GOOD } }, 'stages.my_stage', /stage name/],
    [
      'names too long for functions',
      { app: 'a'.repeat(30), stages: { ['b'.repeat(30)]: GOOD } },
      `stages.${'b'.repeat(30)}`,
      /51 characters/,
    ],
    ['no stages', { app: 'demo', stages: {} }, 'stages', /at least one stage/],
    ['no app', { stages: { prod: GOOD } }, 'app', /expected a string, got nothing/],
    ['a list instead of an object', [], '', /expected an object/],
  ];
  it.each(cases)('%s is refused with its place and what was expected', (_title, config, at, message, hint) => {
    const problems = problemsIn(config);
    expect(problems.map((problem) => problem.path)).toEqual([at]);
    expect(problems[0]?.message).toMatch(message);
    if (hint) expect(problems[0]?.hint).toMatch(hint);
  });
});

describe('all problems at once', () => {
  it('reports schema problems of one stage together with rule problems of another', () => {
    const problems = problemsIn({
      app: 'demo',
      nope: 1,
      stages: {
        one: { ...GOOD, compute: 'fc4', recoding: 'vod' },
        two: { ...GOOD, domains: { ingest: 'a.live.cn', streaming: 'a.live.cn' }, authentication: { mode: 'demo' } },
      },
    });
    expect(problems.map((problem) => problem.path).sort()).toEqual([
      'nope',
      'stages.one.compute',
      'stages.one.recoding',
      'stages.two.authentication.mode',
      'stages.two.domains.streaming',
    ]);
  });

  it('names the file and every place in the text of the error', () => {
    expect(() => parseConfig('folder/ros.json', JSON.stringify(withStage({ compute: 'x', dns: 'y' })))).toThrow(
      /^folder\/ros\.json cannot be used:\n {2}stages\.prod\.compute: .*\n {2}stages\.prod\.dns: /,
    );
  });
});

describe('JSON that is none', () => {
  const cases: [title: string, text: string, place: string][] = [
    ['a comma at the end', '{\n  "app": "x",\n}', 'line 3, column 1'],
    ['nothing', '', 'line 1, column 1'],
    ['a word without quotes', '{\n  "app": live\n}', 'line 2, column 10'],
    ['a text without its end', '{"app": "x}', 'line 1, column 9'],
    ['a missing comma', '{"a": [1 2]}', 'line 1, column 10'],
    ['something behind the end', '{} {}', 'line 1, column 4'],
    ['a number with a leading zero', '{"a": 01}', 'line 1, column 8'],
    ['an unexpected end', '{\n  "app": "x"', 'line 2, column 13'],
    ['a comment', '{ // app\n}', 'line 1, column 3'],
  ];
  it.each(cases)('%s is refused with line and column', (_title, text, place) => {
    const [problem, ...rest] = problemsIn(text);
    expect(rest).toEqual([]);
    expect(problem?.message).toContain(place);
  });

  it('accepts a byte order mark, as Windows editors write it', () => {
    expect(parseConfig('ros.json', `\uFEFF${JSON.stringify(withStage({}))}`).written.app).toBe('demo');
  });

  it('never fails with anything but a ConfigError, whatever the JSON', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.jsonValue().map((stage) => JSON.stringify(withStage({ x: stage }))),
        ),
        (text) => {
          problemsIn(text);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never accepts a key that the schema does not have', () => {
    const known = [...Object.keys(FIELDS), ...Object.keys(NESTED)];
    fc.assert(
      fc.property(
        fc.string().filter((key) => !known.includes(key)),
        (key) => {
          const text = `{"app":"demo","stages":{"prod":{${JSON.stringify(key)}:1,"region":"cn-shanghai","domains":{"ingest":"a.cn","streaming":"b.cn"}}}}`;
          expect(problemsIn(text).length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('loadConfig', () => {
  it('reads the file of the project', async () => {
    const { written } = await loadConfig(path.join(PROJECT, 'ros.json'));
    expect(Object.keys(written.stages)).toEqual(['local', 'cn-shanghai', 'ap-southeast-1']);
  });

  it('says that a file is missing, and what to do', async () => {
    await expect(loadConfig('/nowhere/ros.json')).rejects.toThrow(/no such file.*project folder/);
  });

  it('says that a folder is no file', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'live-stack-config-'));
    try {
      await expect(loadConfig(folder)).rejects.toThrow(/cannot be read \(EISDIR\)/);
      await writeFile(path.join(folder, 'ros.json'), '{');
      await expect(loadConfig(path.join(folder, 'ros.json'))).rejects.toThrow(ConfigError);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
