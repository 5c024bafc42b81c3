import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ask, QUESTIONS } from '../../../cli/probe/probe.ts';
import type { ProbeWorld } from '../../../cli/probe/question.ts';
import { artcKey, artcListed, relaySwitch } from '../../../cli/probe/questions/artc.ts';
import { controlPath, triggerConfig } from '../../../cli/probe/questions/functions.ts';
import { nothingSet, notifyResults } from '../../../cli/probe/questions/live.ts';
import { stackId, unknownType } from '../../../cli/probe/questions/ros.ts';
import { type Answers, fakeWorld, stageWith } from '../doctor/world.ts';

const open = readFileSync(new URL('../../../docs/open-questions.md', import.meta.url), 'utf8');
const world = (answers: Answers, changes: Partial<ProbeWorld> = {}): ProbeWorld => ({
  ...fakeWorld(answers),
  fetch: async () => new Response('', { status: 404 }),
  validate: async () => undefined,
  ...changes,
});
const deployed = (status: number, body = ''): Partial<ProbeWorld> => ({
  outputs: async () => ({ AppServerUrl: 'http://a' }),
  fetch: async () => new Response(body, { status }),
});

describe('probe', () => {
  it.each(QUESTIONS.map(({ id, asks }) => [id, asks]))(
    '%s is named in its row of docs/open-questions.md',
    (id, asks) => {
      const rows = open.split('\n').filter((line) => line.startsWith('| ') && line.includes(asks));
      expect(rows).toEqual([expect.stringContaining(`(\`probe --only ${id}\`)`)]);
    },
  );

  it('docs/open-questions.md names no probe that there is not', () => {
    const named = [...open.matchAll(/`probe --only ([a-z-]+)`/g)].map(([, id]) => id);
    expect(named.sort()).toEqual(QUESTIONS.map(({ id }) => id).sort());
  });

  it.each([
    [artcListed, { DescribeApps: { AppList: { App: [{ AppId: 'a' }] } } }, /lists the one/],
    [artcListed, { DescribeApps: {} }, /^Not the one/],
    [relaySwitch, { DescribeAppLiveStreamStatus: { Result: 'enable' } }, /"enable"/],
    [unknownType, { ValidateTemplate: 'StackValidationFailed' }, /it is StackValidationFailed/],
    [
      notifyResults,
      {
        DescribeLiveStreamsNotifyRecords: {
          NotifyRecordsInfo: { LiveStreamNotifyRecordsInfo: [{ NotifyResult: 'success' }, { NotifyResult: '500' }] },
        },
      },
      /500, success/,
    ],
  ] as const)('$0.id tells what the service answers: $1', async (question, answers, says) => {
    const outputs = async () => ({ ArtcAppId: 'a', IngestDomain: 'in.a.org' });
    expect(await ask(question, world(answers, { outputs }))).toMatchObject({
      isSettled: true,
      says: expect.stringMatching(says),
    });
  });

  it.each([artcListed, artcKey, relaySwitch, notifyResults, stackId])(
    '$id stays open without a deployed stage',
    async (question) => {
      const stage = stageWith('cn-shanghai', { artcAppId: 'auto' });
      expect(await ask(question, world({}, { stage }))).toMatchObject({
        isSettled: false,
        says: expect.stringMatching(/^It needs|names no/),
      });
    },
  );

  it('a question that cannot be asked hides no other', async () => {
    const answer = await ask(triggerConfig, world({}, { outputs: () => Promise.reject(new Error('no network')) }));
    expect(answer).toMatchObject({ isSettled: false, says: 'It could not be asked: no network' });
  });

  it.each([
    ['let through', deployed(200), /CAN set it/],
    ['let through to a demo stage', deployed(409, '{"reason":"users_not_kept"}'), /CAN set it/],
    ['refused', deployed(404), /A client cannot/],
  ])('a forged control path is told when it is %s', async (_, changes, says) => {
    expect(await ask(controlPath, world({}, changes))).toMatchObject({
      isSettled: true,
      says: expect.stringMatching(says),
    });
  });

  it('tells what a service answers, whether it is a value or an error', async () => {
    expect(await ask(nothingSet, world({ GetMessageCallback: 'NotFound.Callback' }))).toMatchObject({
      says: 'The error NotFound.Callback.',
    });
    expect(await ask(nothingSet, world({ GetMessageCallback: {} }))).toMatchObject({ isSettled: true });
    const stage = stageWith('cn-shanghai', { artcAppId: 'a' });
    expect(await ask(artcKey, world({ DescribeAppKey: 'Forbidden' }, { stage }))).toMatchObject({
      says: expect.stringContaining('Forbidden'),
    });
  });
});
