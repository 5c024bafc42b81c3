import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ask, QUESTIONS } from '../../../cli/probe/probe.ts';
import type { ProbeWorld } from '../../../cli/probe/question.ts';
import { controlPath, triggerConfig } from '../../../cli/probe/questions/functions.ts';
import { artcKey, nothingSet } from '../../../cli/probe/questions/live.ts';
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
  it.each(QUESTIONS.map(({ id, asks }) => [id, asks]))('%s is a row of docs/open-questions.md', (_, asks) => {
    expect(open).toContain(asks);
  });

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
