import { describe, expect, it } from 'vitest';
import { type SmokeReport, summaryOf } from '../../../cli/smoke/report.ts';
import type { SmokeOptions } from '../../../cli/smoke/smoke.ts';
import type { World } from '../../lambdas/app-server/support/world.ts';
import { chatOf, type Meddler, publisherOf, smokeStage } from './stage.ts';

const verdictsOf = ({ steps }: SmokeReport) => Object.fromEntries(steps.map(({ id, verdict }) => [id, verdict]));
const firstFailure = ({ steps }: SmokeReport) => steps.find(({ verdict }) => verdict === 'failed')?.id;

type Body = Record<string, unknown>;
const LIVE = '/api/v1/live';
const STAGE = '/api/v1/costreaming';

/** Changes every good answer of one path. */
const changing =
  (path: string, change: (body: Body) => unknown): Meddler =>
  (asked, { status, body }) =>
    asked === path && status === 200 ? change(body as Body) : undefined;

/** Turns every refusal of one path into a success. */
const allowing =
  (path: string, body: unknown = {}): Meddler =>
  (asked, answer) =>
    asked === path && answer.status >= 400 ? new Response(JSON.stringify(body), { status: 200 }) : undefined;

const status = (value: number) => (body: Body) => ({ ...body, status: value });

/** Another signature in a playback URL. */
const resigned = (replace: (url: string) => string) => (body: Body) => {
  const pull = body.pull_url_info as Record<string, string>;
  return { ...body, pull_url_info: { ...pull, flv_url: replace(String(pull.flv_url)) } };
};

/** Once a guest has joined three times, it is told to be on stage for ever. */
function haunted(): Meddler {
  let joins = 0;
  let ghost: unknown;
  return (path, { status: answered, body }) => {
    const members = (body as { members?: { user_id: string }[] }).members ?? [];
    if (path === `${STAGE}/join` && answered === 200) {
      joins += 1;
      ghost = members.find(({ user_id }) => user_id.startsWith('smokeGuest'));
    }
    const isHaunted = path === `${STAGE}/state` && joins === 3 && members.every((member) => member !== ghost);
    return isHaunted ? { ...(body as Body), members: [...members, ghost] } : undefined;
  };
}

/** A server that gives one wrong answer, and the step that has to notice it. */
const WRONG_SERVERS: readonly (readonly [step: string, meddler: Meddler])[] = [
  ['reach', changing(`${LIVE}/clientConfig`, (body) => ({ ...body, login: 'nobody' }))],
  ['reach', changing('/ready', () => new Response('not here', { status: 404 }))],
  ['log-in', changing('/login', () => new Response('{}', { status: 401 }))],
  ['wrong-password', allowing('/login', { code: 200, token: 'x', expire: '' })],
  ['strangers', allowing(`${LIVE}/list`, [])],
  ['create', changing('/api/v2/live/create', status(1))],
  ['create', changing(`${LIVE}/get`, ({ push_url_info: _, ...body }) => body)],
  [
    'enter',
    changing(`${LIVE}/get`, (body) => ({ push_url_info: { rtmp_url: 'rtmp://x', rts_url: 'artc://x' }, ...body })),
  ],
  ['messaging', changing('/api/v2/live/token', (body) => ({ ...body, aliyun_new_im: {} }))],
  ['like', changing(`${LIVE}/getStatistics`, (body) => ({ ...body, like_count: 8 }))],
  ['start', changing(`${LIVE}/start`, status(0))],
  ['only-anchor', allowing(`${LIVE}/pause`)],
  ['list', changing(`${LIVE}/list`, (body) => (body as unknown as Body[]).map(status(0)))],
  ['list', changing(`${LIVE}/list`, () => [])],
  ['list', changing(`${LIVE}/listByCursor`, (body) => ({ ...body, rooms: [] }))],
  [
    'urls',
    changing(
      `${LIVE}/start`,
      resigned((url) => url.replace(/=\d{10}/, '=1000000000')),
    ),
  ],
  [
    'urls',
    changing(
      `${LIVE}/start`,
      resigned((url) => url.replace('http:', 'ftp:')),
    ),
  ],
  [
    'urls',
    changing(
      `${LIVE}/start`,
      resigned((url) => url.replace('.flv', '2.flv')),
    ),
  ],
  [
    'signatures',
    changing(
      `${LIVE}/start`,
      resigned((url) => url.replace(/\w{32}$/, '0'.repeat(32))),
    ),
  ],
  ['stage-open', changing(`${LIVE}/start`, ({ link_info: _, ...body }) => body)],
  ['uninvited', allowing(`${STAGE}/join`)],
  [
    'reject',
    changing(`${STAGE}/state`, (body) => (body.own_status === 'none' ? { ...body, own_status: 'applied' } : body)),
  ],
  ['join', changing(`${LIVE}/getMeetingInfo`, () => ({ members: [] }))],
  [
    'devices',
    changing(`${STAGE}/state`, (body) => ({
      ...body,
      members: (body.members as Body[]).map((one) => ({ ...one, mic_opened: true })),
    })),
  ],
  ['kick', allowing(`${STAGE}/renew`)],
  ['leave', changing(`${STAGE}/leave`, () => new Response('{"reason":"internal"}', { status: 500 }))],
  ['vanished-guest', haunted()],
  ['crashed-anchor', changing(`${LIVE}/get`, (body) => (body.status === 0 ? { ...body, status: 1 } : body))],
  ['stop', changing(`${LIVE}/stop`, status(1))],
  [
    'stage-empty',
    changing(`${LIVE}/getMeetingInfo`, ({ members }) => ({ members: [...(members as Body[]), { user_id: 'ghost' }] })),
  ],
  ['replay', changing(`${LIVE}/get`, ({ vod_info: _, ...body }) => body)],
  ['delete', allowing(`${LIVE}/get`)],
];

/** What is wrong beside the server: messages that get lost, and a CDN that takes what it should not. */
const WRONG_CLOUDS: readonly (readonly [step: string, options: (at: World) => Partial<SmokeOptions>])[] = [
  ['chat', (at) => ({ connect: chatOf(at, (type) => type === 10_001) })],
  ['like-news', (at) => ({ connect: chatOf(at, (type) => type === 1_001) })],
  ['start-news', (at) => ({ connect: chatOf(at, (type) => type === 10_003) })],
  ['crash-news', (at) => ({ connect: chatOf(at, (type) => type === 19_001) })],
  ['return-news', (at) => ({ connect: chatOf(at, loseFrom(10_003, 2)) })],
  ['publish', (at) => ({ publisher: { ...publisherOf(at), publish: () => Promise.reject(new Error('refused')) } })],
  ['returned-anchor', (at) => ({ publisher: deafFrom(at, 2) })],
  ['forbidden', (at) => ({ publisher: deafFrom(at, 3) })],
  ['signatures', (at) => ({ publisher: { ...publisherOf(at), problemOf: async () => undefined } })],
];

/** Messages of a type are lost from the n-th on. */
function loseFrom(lost: number, nth: number): (type: unknown) => boolean {
  let count = 0;
  return (type) => type === lost && ++count >= nth;
}

/** From the n-th push on, ingest takes everything and tells nobody. */
function deafFrom(at: World, nth: number) {
  const inner = publisherOf(at);
  let count = 0;
  return {
    ...inner,
    publish: (url: string) => (++count < nth ? inner.publish(url) : Promise.resolve({ crash: async () => undefined })),
  };
}

describe('the smoke test on a stage that works', () => {
  it('passes every step, and leaves nothing behind', async () => {
    const { at, run } = await smokeStage();
    const report = await run();
    expect(report.steps.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
    expect(at.rows.all('rooms')).toEqual([]);
    expect(at.live.groups.size).toBe(0);
  });

  it('every step that it has is noticed to fail by a test below', async () => {
    const { run } = await smokeStage();
    const steps = (await run()).steps.map(({ id }) => id);
    const covered = new Set([...WRONG_SERVERS, ...WRONG_CLOUDS].map(([step]) => step));
    expect(steps.filter((step) => !covered.has(step))).toEqual([]);
  });

  it('has one line for each step, and says what a pass shows', async () => {
    const told: string[] = [];
    const { run } = await smokeStage();
    const report = await run({ told: ({ id }) => told.push(id) });
    expect(told).toEqual(report.steps.map(({ id }) => id));
    expect(new Set(told).size).toBe(told.length);
    expect(summaryOf(report)).toBe(`http://stage.example.com: ${told.length} steps passed, 0 failed`);
  });
});

describe('a server that gives one wrong answer', () => {
  it.each(WRONG_SERVERS)('%s notices it', async (step, meddler) => {
    const { run } = await smokeStage(meddler);
    const report = await run();
    expect(firstFailure(report)).toBe(step);
    const failed = report.steps.find(({ id }) => id === step);
    expect(failed).toMatchObject({ detail: expect.stringMatching(/./), next: expect.stringMatching(/\.$/) });
  });

  it.each(WRONG_CLOUDS)('%s notices what goes wrong around it', async (step, options) => {
    const { at, run } = await smokeStage();
    expect(firstFailure(await run(options(at)))).toBe(step);
  });

  it('removes its rooms also when a step before fails', async () => {
    const { at, run } = await smokeStage(changing(`${LIVE}/start`, status(0)));
    const report = await run();
    expect(verdictsOf(report)).toMatchObject({ start: 'failed', stop: 'not exercised', delete: 'passed' });
    expect(at.rows.all('rooms')).toEqual([]);
  });

  it('no server at all: one failure, and everything else is left out for that reason', async () => {
    const { run } = await smokeStage();
    const report = await run({
      fetch: () => Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') })),
    });
    expect(report).toMatchObject({ passed: 0, failed: 1 });
    expect(report.steps[0]).toMatchObject({ id: 'reach', detail: 'fetch failed: ECONNREFUSED' });
    expect(new Set(report.steps.slice(1).map(({ detail }) => detail))).toContain(
      'it needs the step "reach", which failed',
    );
  });
});

describe('what cannot be exercised here says why', () => {
  it('a stage on Alibaba Cloud: only its SDKs speak to its messaging service', async () => {
    const { run } = await smokeStage(undefined, { LIVE_STACK_STREAMING_ORIGIN: '', LIVE_STACK_INGEST_ORIGIN: '' });
    const report = await run();
    expect(report.failed).toBe(0);
    const left = report.steps.filter(({ verdict }) => verdict === 'not exercised');
    expect(left.map(({ id }) => id)).toEqual([
      'messaging',
      'chat',
      'like-news',
      'start-news',
      'crash-news',
      'return-news',
    ]);
    expect(new Set(left.map(({ detail }) => detail))).toEqual(
      new Set(['only the SDKs of Alibaba Cloud speak to its messaging service']),
    );
  });

  it('no ARTC application: no co-streaming', async () => {
    const { run } = await smokeStage(undefined, { LIVE_STACK_ARTC_APP_ID: '' });
    const report = await run();
    expect(report.failed).toBe(0);
    expect(verdictsOf(report)).toMatchObject({ 'stage-open': 'not exercised', join: 'not exercised', stop: 'passed' });
  });

  it('no patience for the lease of a guest', async () => {
    const { run } = await smokeStage();
    const report = await run({ patienceMs: 1_000 });
    expect(report.steps.find(({ id }) => id === 'vanished-guest')).toMatchObject({
      verdict: 'not exercised',
      detail: expect.stringMatching(/--patience/),
    });
  });

  it('a stage whose users are not made up needs three of them', async () => {
    const { run } = await smokeStage(undefined, { LIVE_STACK_AUTH_MODE: 'password' });
    const report = await run();
    expect(report.steps.find(({ id }) => id === 'log-in')).toMatchObject({
      verdict: 'failed',
      next: expect.stringMatching(/--user and --password/),
    });
    const users = ['anna', 'bob', 'carl'].map((name) => ({ name, password: 'wrong' }));
    expect((await run({ users })).steps.find(({ id }) => id === 'log-in')?.detail).toMatch(/401/);
  });
});
