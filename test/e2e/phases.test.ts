import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Publisher } from '../../cli/smoke/publisher.ts';
import type { SmokeReport } from '../../cli/smoke/report.ts';
import { runSmoke } from '../../cli/smoke/smoke.ts';
import { type LocalCloud, startLocalCloud } from '../../local/cloud.ts';
import { folder, run } from './live-stack.ts';

/** A cloud in this process, which the test can push streams into, and the built command that deploys stage `local` to it. */
let cloud: LocalCloud;
let directory: string;
let url: string;
beforeAll(async () => {
  cloud = await startLocalCloud({ port: 0, triggerPort: 0 });
  // Stands for the media server, whose files recordings are made of.
  cloud.live.recordings.useFiles({
    fileOf: async ({ stream, startMs, endMs }) => ({
      ...{ url: `${cloud.endpoint}/${stream}-${startMs}.m3u8`, format: 'm3u8', sizeBytes: 1_000 },
      ...{ durationMs: endMs - startMs, width: 1_280, height: 720 },
    }),
  });
  directory = await folder();
  const { code, stdout } = await run(
    directory,
    ['--json', 'deploy', '--stage', 'local', '--endpoint', cloud.endpoint],
    {
      ALIBABA_CLOUD_ACCESS_KEY_ID: cloud.account.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: cloud.account.accessKeySecret,
    },
  );
  expect({ code, stdout }).toMatchObject({ code: 0 });
  url = String((JSON.parse(stdout) as { outputs: Record<string, string> }).outputs.AppServerUrl);
});
afterAll(async () => {
  await cloud.close();
  await rm(directory, { recursive: true });
});

/** Longer than any callback and recording takes here, and shorter than a guest's lease, which tests in memory let pass. */
const PATIENCE_MS = 15_000;

/** Pushes into the local cloud without pictures: it sees who pushes, calls back, records, and forbids. */
function publisher(): Publisher {
  const streamOf = (push: string) => {
    const [, app = '', stream = ''] = new URL(push).pathname.split('/');
    return { domain: 'ingest.localhost', app, stream };
  };
  return {
    publish: async (push) => {
      const stream = streamOf(push);
      const problem = cloud.live.urlProblem(stream.domain, push);
      if (problem !== undefined || !cloud.live.streams.publish({ ...stream, publishUrl: push })) {
        throw new Error(problem ?? cloud.live.streams.publishProblem(stream));
      }
      return { crash: async () => cloud.live.streams.unpublish(stream) };
    },
    problemOf: async (purpose, signed) =>
      cloud.live.urlProblem(purpose === 'push' ? 'ingest.localhost' : 'streaming.localhost', signed),
  };
}

const verdicts = ({ steps }: SmokeReport) => Object.fromEntries(steps.map(({ id, verdict }) => [id, verdict]));

describe('the three phases of a room, by a scripted client that knows nothing but the URL of the stage', () => {
  it('goes from creation over co-streaming, a crashed and returned anchor and the end to the replay', async () => {
    const report = await runSmoke({
      url,
      patienceMs: PATIENCE_MS,
      clock: { now: Date.now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
      mark: 'e2e1',
      publisher: publisher(),
    });
    expect(report.steps.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
    const left = report.steps.filter(({ verdict }) => verdict === 'not exercised');
    expect(left.map(({ id, detail }) => [id, detail])).toEqual([
      ['vanished-guest', expect.stringMatching(/^it takes \d+ s; allow that with --patience$/)],
    ]);
    expect(report.passed).toBeGreaterThan(30);
  }, 60_000);

  it('live-stack smoke does the same for a person, without pictures, and leaves nothing behind', async () => {
    const before = groups();
    const { code, stdout, stderr } = await run(directory, ['smoke', '--url', `${url}/`, '--patience', '5']);
    expect(stderr).toMatch(/✓ create +The anchor creates a room/);
    expect(stderr).toMatch(/– publish .*\n +not exercised: no publisher/);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+: \d+ steps passed, 0 failed, \d+ not exercised\n$/),
    });
    expect(groups()).toBe(before);
  });

  it('says what fails and what to do, with exit code 1, and with --json the whole report', async () => {
    cloud.faults.add({ product: 'live', action: 'CreateLiveMessageGroup', kind: 'forbidden' });
    const { code, stdout } = await run(directory, ['--json', 'smoke', '--url', url]);
    cloud.faults.clear();
    expect(code).toBe(1);
    const { error } = JSON.parse(stdout) as { error: { hint: string; report: SmokeReport } };
    expect(error.hint).toMatch(/^Begin with "create": /);
    expect(verdicts(error.report)).toMatchObject({ 'log-in': 'passed', create: 'failed', start: 'not exercised' });
    expect(error.report.steps.find(({ id }) => id === 'create')?.detail).toMatch(/create answered 502: .*request_id/);
    expect(error.report.steps.find(({ id }) => id === 'start')?.detail).toBe(
      'it needs the step "create", which failed',
    );
  });

  it.each([
    ['no URL', ['--url', 'nonsense'], /nonsense is no URL/],
    ['two users', ['--url', 'http://127.0.0.1:1', '--user', 'a', 'b', '--password', 'a', 'b'], /three users/],
  ])('refuses %s with exit code 2', async (_, args, message) => {
    const { code, stderr } = await run(directory, ['smoke', ...args]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  });
});

function groups(): string {
  const { messageApps } = cloud.inventory().live as { messageApps: Record<string, { groups: string[] }> };
  return JSON.stringify(Object.values(messageApps).map((app) => app.groups));
}
