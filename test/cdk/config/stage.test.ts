import { describe, expect, it } from 'vitest';
import { isLocal } from '../../../cdk/config/checks.ts';
import { parseConfig } from '../../../cdk/config/load.ts';
import { isPlaceholder, placeholderProblems } from '../../../cdk/config/placeholders.ts';
import { stageNames, stageOf } from '../../../cdk/config/stage.ts';
import { config } from '../support.ts';

const GOOD = { region: 'cn-shanghai', domains: { ingest: 'push.live.cn', streaming: 'play.live.cn' } };

function resolved(stage: object, defaults: object = {}) {
  return stageOf(parseConfig('ros.json', JSON.stringify({ app: 'demo', defaults, stages: { prod: stage } })), 'prod');
}

describe('a stage', () => {
  it('is complete when it names only region and domains', () => {
    expect(resolved(GOOD)).toMatchObject({
      name: 'prod',
      app: 'demo',
      stackName: 'demo-prod',
      compute: 'fc3',
      appName: 'live',
      dns: 'manual',
      recording: 'vod',
      authentication: { mode: 'password' },
      costreaming: 'strict',
      function: { memoryMb: 512, concurrency: 20 },
      deletionPolicy: 'retain',
      tags: {},
    });
  });

  it.each([
    ['cn-shanghai', 'domestic', 'cn-shanghai'],
    ['ap-southeast-1', 'overseas', 'ap-southeast-1'],
  ])('in %s takes acceleration area and data centre from the region', (region, domainScope, messageDataCenter) => {
    expect(resolved({ ...GOOD, region })).toMatchObject({ domainScope, messageDataCenter });
  });

  it('keeps what it says about area and data centre itself', () => {
    const stage = resolved({ ...GOOD, domainScope: 'global', messageDataCenter: 'ap-southeast-1' });
    expect(stage).toMatchObject({ domainScope: 'global', messageDataCenter: 'ap-southeast-1' });
  });

  it('records into a bucket only when it names one, and names one only then', () => {
    const recordingBucket = { name: 'my-recordings', endpoint: 'oss-cn-shanghai.aliyuncs.com' };
    expect(resolved({ ...GOOD, recording: 'oss', recordingBucket })).toMatchObject({
      recording: 'oss',
      recordingBucket,
    });
    expect(() => resolved({ ...GOOD, recording: 'oss' })).toThrow(/recordingBucket: expected the bucket/);
    expect(() => resolved({ ...GOOD, recordingBucket })).toThrow(
      /recordingBucket: expected none, because recording is "vod"/,
    );
  });

  it('leaves room for the tag of the stack itself', () => {
    const tags = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`tag${i}`, 'x']));
    expect(() => resolved({ ...GOOD, tags })).toThrow(/expected at most 19 tags/);
    expect(() => resolved({ ...GOOD, tags: { 'live-stack': 'mine' } })).toThrow(/the stack’s own/);
  });

  it('inherits defaults and wins field by field, also inside nested objects and tags', () => {
    const defaults = {
      ...GOOD,
      recording: 'none',
      function: { memoryMb: 1024, concurrency: 50 },
      tags: { team: 'live', tier: 'a' },
    };
    const stage = resolved(
      { domains: { ingest: 'in.live.cn' }, function: { concurrency: 5 }, tags: { tier: 'b' } },
      defaults,
    );
    expect(stage.domains).toEqual({ ingest: 'in.live.cn', streaming: 'play.live.cn', adopt: false });
    expect(stage.function).toEqual({ memoryMb: 1024, concurrency: 5 });
    expect(stage.tags).toEqual({ team: 'live', tier: 'b' });
    expect(stage.recording).toBe('none');
  });

  it('replaces the way to log in as a whole, so that options of another way do not linger', () => {
    const jwks = { mode: 'jwks', jwksUrl: 'https://i.cn/k', issuer: 'i', audience: 'a' };
    expect(
      resolved({ ...GOOD, authentication: { mode: 'password' } }, { authentication: jwks }).authentication,
    ).toEqual({
      mode: 'password',
    });
  });

  it('may say explicitly that demo logins are wanted although its data is retained', () => {
    const authentication = { mode: 'demo', allowInProduction: true };
    expect(resolved({ ...GOOD, authentication }).authentication).toEqual(authentication);
  });

  it('that is unknown is refused with the known ones and the likely one', () => {
    expect(() => stageOf(config, 'cn-shangai')).toThrow(
      /no stage "cn-shangai"; known stages: local, cn-shanghai, ap-southeast-1 \(did you mean "cn-shanghai"\?\)/,
    );
  });

  it('named like a member of every object is unknown too', () => {
    expect(() => stageOf(config, 'constructor')).toThrow(/no stage "constructor"/);
  });
});

describe('the stages of the project', () => {
  it('are three', () => {
    expect(stageNames(config)).toEqual(['local', 'cn-shanghai', 'ap-southeast-1']);
  });

  it('the local one has the addresses of the stand-ins and lets anybody in', () => {
    const local = stageOf(config, 'local');
    expect(isLocal(local)).toBe(true);
    expect(local).toMatchObject({
      region: 'cn-shanghai',
      domains: { ingest: 'ingest.localhost', streaming: 'streaming.localhost' },
      origins: { ingest: 'rtmp://127.0.0.1:1935', streaming: 'http://127.0.0.1:7302' },
      authentication: { mode: 'demo' },
      deletionPolicy: 'delete',
    });
    expect(placeholderProblems(local)).toEqual([]);
  });

  it.each(['cn-shanghai', 'ap-southeast-1'])('%s keeps its data, and says which placeholders to change', (name) => {
    const stage = stageOf(config, name);
    expect(stage.deletionPolicy).toBe('retain');
    expect(placeholderProblems(stage).map(({ path }) => path)).toEqual([
      `stages.${name}.domains.ingest`,
      `stages.${name}.domains.streaming`,
    ]);
  });
});

describe('a placeholder', () => {
  it.each(['push.example.com', 'example.org', 'a.b.example.net', 'x.invalid', 'x.test', 'x.example'])(
    '%s belongs to nobody',
    (domain) => expect(isPlaceholder(domain)).toBe(true),
  );
  it.each(['push.myexample.com', 'example.com.cn', 'contest.live', 'push.live.cn'])('%s may be real', (domain) =>
    expect(isPlaceholder(domain)).toBe(false),
  );
});
