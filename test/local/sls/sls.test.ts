import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../local/product.ts';
import type { Properties } from '../../../local/ros/resource-type.ts';
import { createSls } from '../../../local/sls/sls.ts';
import { MAX_ENTRIES } from '../../../local/sls/store.ts';
import { refusalOf } from '../openapi/call.ts';
import { DrivenClock } from '../openapi/driven-clock.ts';
import { resourceContext } from '../openapi/open-api-cloud.ts';

const NAMES = { ProjectName: 'my-logs', LogstoreName: 'functions' };
const INDEX = { ...NAMES, FullTextIndex: { Enable: true }, KeyIndices: [{ Name: 'requestId', Type: 'text' }] };
const DAY_MS = 24 * 3600 * 1000;

function newSls() {
  const clock = new DrivenClock();
  const sls = createSls({ clock });
  const type = (name: string) => {
    const found = sls.resourceTypes.find((candidate) => candidate.type === `ALIYUN::SLS::${name}`);
    if (!found) throw new Error(`no type ${name}`);
    return {
      create: (properties: Properties) => found.create(properties, resourceContext),
      update: (id: string, now: Properties, before: Properties) => found.update(id, now, before, resourceContext),
      delete: (id: string, properties: Properties) => found.delete(id, properties, resourceContext),
    };
  };
  return { clock, sls, project: type('Project'), logstore: type('Logstore'), index: type('Index') };
}

async function withLogstore(more: Properties = {}) {
  const made = newSls();
  await made.project.create({ Name: 'my-logs' });
  await made.logstore.create({ ...NAMES, ...more });
  const say = (text: string, timeMs = made.clock.now()) =>
    made.sls.append('my-logs', 'functions', [{ timeMs, contents: { message: text } }]);
  const read = (options: { fromMs?: number; toMs?: number; limit?: number } = {}) =>
    made.sls.read('my-logs', 'functions', { limit: 100, ...options }).map(({ contents }) => contents.message);
  return { ...made, say, read };
}

describe('log entries', () => {
  it('are kept in order and read by time, the newest when there are too many', async () => {
    const { clock, say, read } = await withLogstore();
    const start = clock.now();
    for (const [i, text] of ['one', 'two', 'three'].entries()) expect(say(text, start + i)).toBe(true);
    expect(read()).toEqual(['one', 'two', 'three']);
    expect(read({ fromMs: start + 1 })).toEqual(['two', 'three']);
    expect(read({ toMs: start + 1 })).toEqual(['one']);
    expect(read({ limit: 2 })).toEqual(['two', 'three']);
    expect(read({ limit: 0 })).toEqual([]);
  });

  it('are refused by a logstore or project that does not exist', async () => {
    const { sls } = await withLogstore();
    const entry = { timeMs: 0, contents: {} };
    expect(sls.append('my-logs', 'other', [entry])).toBe(false);
    expect(sls.append('other', 'functions', [entry])).toBe(false);
    expect(sls.read('other', 'functions', { limit: 1 })).toEqual([]);
  });

  it('are at most ten thousand in a logstore, whatever is written', async () => {
    const { sls, clock } = await withLogstore();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 15_000 }), (count) => {
        const entries = Array.from({ length: count }, (_, i) => ({
          timeMs: clock.now(),
          contents: { message: String(i) },
        }));
        sls.append('my-logs', 'functions', entries);
        const kept = sls.read('my-logs', 'functions', { limit: 1_000_000 });
        expect(kept.length).toBeLessThanOrEqual(MAX_ENTRIES);
        expect(kept.at(-1)).toEqual(entries.at(-1));
      }),
      { numRuns: 10 },
    );
  });

  it('go when they are older than the logstore keeps them, unless it keeps all', async () => {
    for (const [more, expected] of [
      [{ TTL: 2 }, ['late']],
      [{ TTL: 2, PreserveStorage: true }, ['early', 'late']],
      [{}, ['early', 'late']],
    ] as const) {
      const { clock, say, read } = await withLogstore(more);
      say('early');
      clock.advance(3 * DAY_MS);
      say('late');
      expect(read()).toEqual(expected);
    }
  });
});

describe('ALIYUN::SLS::Project', () => {
  it('exists once, is described anew, and takes its logstores with it', async () => {
    const { sls, project, say } = await withLogstore();
    expect((await refusalOf(project.create({ Name: 'my-logs' }))).code).toBe('ProjectAlreadyExist');
    expect(await project.update('my-logs', { Name: 'my-logs', Description: 'new' }, { Name: 'my-logs' })).toEqual({
      Name: 'my-logs',
    });
    expect(JSON.stringify(sls.save())).toContain('"description":"new"');
    await project.delete('my-logs', {});
    await project.delete('my-logs', {});
    expect(sls.inventory()).toEqual({});
    expect(say('lost')).toBe(false);
  });

  it.each(['ab', 'Upper', '-start', 'under_score', 'x'.repeat(64)])('refuses the name %j', async (Name) => {
    expect((await refusalOf(newSls().project.create({ Name }))).code).toBe('ParameterInvalid');
  });
});

describe('ALIYUN::SLS::Logstore', () => {
  it('needs its project, exists once, changes how long it keeps entries, and is deleted', async () => {
    const { sls, logstore } = await withLogstore({ TTL: 7 });
    expect((await refusalOf(logstore.create({ ...NAMES, ProjectName: 'none' }))).code).toBe('ProjectNotExist');
    expect((await refusalOf(logstore.create(NAMES))).code).toBe('LogStoreAlreadyExist');
    expect((await refusalOf(logstore.create({ ...NAMES, LogstoreName: 'Bad' }))).code).toBe('ParameterInvalid');
    expect(sls.inventory()).toEqual({ 'my-logs': { functions: { ttlDays: 7, indexed: false } } });
    expect(await logstore.update('functions', { ...NAMES, TTL: 30 }, NAMES)).toEqual(NAMES);
    expect(sls.inventory()).toMatchObject({ 'my-logs': { functions: { ttlDays: 30 } } });
    await logstore.delete('functions', NAMES);
    await logstore.delete('functions', NAMES);
    expect(sls.inventory()).toEqual({ 'my-logs': {} });
  });
});

describe('ALIYUN::SLS::Index', () => {
  it('needs its logstore, exists once, is updated and deleted', async () => {
    const { sls, index } = await withLogstore();
    expect((await refusalOf(index.create({ ...INDEX, LogstoreName: 'none' }))).code).toBe('LogStoreNotExist');
    expect(await index.create(INDEX)).toEqual({ physicalId: 'my-logs:functions', attributes: {} });
    expect((await refusalOf(index.create(INDEX))).code).toBe('IndexAlreadyExist');
    expect(sls.inventory()).toMatchObject({ 'my-logs': { functions: { indexed: true } } });
    expect(await index.update('my-logs:functions', { ...INDEX, KeyIndices: [] }, INDEX)).toEqual({});
    expect(JSON.stringify(sls.save())).toContain('"keys":[]');
    await index.delete('my-logs:functions', INDEX);
    expect(sls.inventory()).toMatchObject({ 'my-logs': { functions: { indexed: false } } });
    await index.delete('my-logs:functions', { ...INDEX, ProjectName: 'none' });
  });
});

describe('the state of SLS', () => {
  it('survives a restart without the entries', async () => {
    const { sls, index, say } = await withLogstore();
    await index.create(INDEX);
    say('before');
    const saved = JSON.parse(JSON.stringify(sls.save())) as Json;
    const again = createSls({ clock: new DrivenClock() });
    await again.load(saved);
    expect(again.inventory()).toEqual(sls.inventory());
    expect(again.read('my-logs', 'functions', { limit: 10 })).toEqual([]);
    expect(again.append('my-logs', 'functions', [{ timeMs: 0, contents: {} }])).toBe(true);
    expect(again.route({} as never)).toBeUndefined();
    await again.close();
  });
});
