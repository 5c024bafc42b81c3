import { describe, expect, it } from 'vitest';
import { fullCloud } from './full-cloud.ts';
import { shownCloud, stackRecord } from './local-cloud.ts';

describe('the data of the console', () => {
  it('of an empty cloud are empty, and every page says so', async () => {
    const cloud = shownCloud();
    expect(await cloud.data('overview')).toMatchObject({ stacks: [], faults: [], feed: [], requests: [] });
    for (const page of [
      'overview',
      'stacks',
      'tables',
      'domains',
      'streams',
      'groups',
      'recordings',
      'functions',
      'logs',
    ]) {
      expect((await cloud.get(`/?view=${page}`)).body, page).toContain('class="empty"');
    }
  });

  it('of the overview say what exists and where the AppServer is', async () => {
    const cloud = await fullCloud('room1');
    cloud.stacks.push(stackRecord({ stackId: 'stack-2' }), stackRecord({ stackId: 'gone', status: 'DELETE_COMPLETE' }));
    const data = (await cloud.data('overview')) as {
      stacks: { id: string }[];
      counts: { view: string; count: number }[];
    };
    expect(data.stacks.map(({ id }) => id)).toEqual(['stack-2', 'stack-1']);
    expect(Object.fromEntries(data.counts.map(({ view, count }) => [view, count]))).toEqual({
      ...{ tables: 2, domains: 2, streams: 1, groups: 1, recordings: 1, functions: 1, requests: 2 },
    });
    expect((await cloud.get('/')).body).toContain('<a href="http://127.0.0.1:7301" rel="noreferrer">');
  });

  it('of a stack have outputs, resources and events, newest first, by page', async () => {
    const cloud = shownCloud();
    const stack = stackRecord();
    const [event] = stack.events;
    if (event) {
      for (let index = 1; index <= 120; index += 1) {
        stack.events.push({ ...event, eventId: `later-${index}`, statusReason: `reason ${index}` });
      }
    }
    cloud.stacks.push(stack);
    expect(await cloud.data('stack?id=stack-1')).toMatchObject({
      summary: { name: 'interactive-live-local', status: 'CREATE_COMPLETE', reason: '', resources: 1 },
      resources: [{ id: 'Rooms', type: 'ALIYUN::OTS::Table', physicalId: 'live-1:rooms', status: 'CREATE_COMPLETE' }],
      events: { page: 1, pages: 3, total: 121, items: expect.objectContaining({ length: 50 }) },
    });
    const first = (await cloud.data('stack?id=stack-1')) as { events: { items: { id: string }[] } };
    const last = (await cloud.data('stack?id=stack-1&page=3')) as { events: { items: { id: string }[] } };
    expect(first.events.items[0]?.id).toBe('later-120');
    expect(last.events.items.map(({ id }) => id).at(-1)).toBe('event-1');
    expect((await cloud.get('/?view=stack&id=stack-1&page=2')).body).toContain('Page 2 of 3, 121 events');
  });

  it('of domains have state, purpose, mapping and configuration', async () => {
    const cloud = await fullCloud('room1');
    await cloud.call('AddLiveDomain', {
      DomainName: 'new.localhost',
      LiveDomainType: 'liveVideo',
      Region: 'cn-shanghai',
    });
    expect(await cloud.data('domains')).toMatchObject({
      domains: [
        { name: 'ingest.localhost', purpose: 'ingest', status: 'online', playsFrom: '' },
        {
          ...{ name: 'play.localhost', purpose: 'streaming', status: 'online', playsFrom: 'ingest.localhost' },
          configs: [{ title: 'aliauth', args: expect.arrayContaining([{ name: 'auth_type', value: 'type_a' }]) }],
        },
        { name: 'new.localhost', status: 'configuring' },
      ],
    });
  });

  it('of streams say who pushes since when, and what is forbidden', async () => {
    const cloud = await fullCloud('room1');
    cloud.clock.advance(90_000);
    expect(await cloud.data('streams')).toMatchObject({
      streams: [{ domain: 'ingest.localhost', app: 'live', stream: 'room1', clientIp: 'room1', forMs: 90_000 }],
      forbidden: [{ name: 'ingest.localhost/live/room12' }],
      artcApps: [
        {
          ...{ appId: 'artc-app-1', relay: false, rules: [] },
          participants: [{ userId: 'room1', channelId: 'room1', role: 'interactive', sends: '' }],
        },
      ],
    });
    expect((await cloud.get('/?view=streams')).body).toContain('1 min 30 s');
  });

  it('of recordings have source, length and size', async () => {
    const cloud = await fullCloud('room1');
    expect(await cloud.data('recordings')).toMatchObject({
      recordings: {
        total: 1,
        items: [
          { title: 'room1', source: 'play.localhost/live/room1', status: 'Normal', lengthMs: 61_000, sizeBytes: 1_234 },
        ],
      },
    });
    expect((await cloud.get('/?view=recordings')).body).toContain('1.2 kB mp4');
  });

  it('of groups have members, counts and the messages as they come', async () => {
    const cloud = await fullCloud('hello');
    const { groups, feed } = (await cloud.data('groups')) as {
      groups: { items: { id: string; appId: string }[] };
      feed: { body: string }[];
    };
    expect(groups.items).toMatchObject([{ id: 'group1', creator: 'alice', state: 'open', members: 2, messages: 1 }]);
    expect(feed).toMatchObject([
      { groupId: 'group1', kind: 'message', senderId: 'alice', msgType: 1001, body: 'hello' },
    ]);
    const app = String(groups.items[0]?.appId);
    await cloud.call('SendLiveMessageGroup', {
      ...{ AppId: app, DataCenter: 'cn-shanghai', GroupId: 'group1', SenderId: 'alice', Body: 'unkept' },
      ...{ MsgType: 1001, NoStorage: true },
    });
    expect(await cloud.data(`group?app=${app}&id=group1`)).toMatchObject({
      summary: { id: 'group1', members: 2 },
      members: ['bob', 'hello'],
      feed: [{ body: 'unkept' }, { body: 'hello' }],
      messages: { total: 1, items: [{ body: 'hello', senderId: 'alice' }] },
    });
  });

  it('of functions have address, triggers and environment', async () => {
    const cloud = await fullCloud('live');
    expect(await cloud.data('functions')).toMatchObject({
      functions: [
        {
          ...{ name: 'live-app-server', generation: 'FC 3.0', runtime: 'live', memoryMb: '512' },
          url: 'http://127.0.0.1:7301',
          triggers: [{ name: 'http', type: 'http', rule: 'GET POST' }],
          environment: [{ name: 'LIVE_STACK_STAGE', value: 'live' }],
        },
      ],
    });
  });

  it('of logs are the newest lines first, of one function or containing a text', async () => {
    const cloud = await fullCloud('first');
    const line = (functionName: string, message: string) => ({
      timeMs: cloud.clock.now(),
      contents: { functionName, message },
    });
    cloud.sls.append('live-1-logs', 'functions', [line('other', 'second'), line('other', 'third')]);
    const messages = async (query: string): Promise<string[]> => {
      const { lines } = (await cloud.data(`logs${query}`)) as { lines: { items: { message: string }[] } };
      return lines.items.map(({ message }) => message);
    };
    expect(await messages('')).toEqual(['third', 'second', 'first']);
    expect(await messages('?function=other')).toEqual(['third', 'second']);
    expect(await messages('?text=SEC')).toEqual(['second']);
    expect(await messages('?text=nowhere')).toEqual([]);
  });

  it('of requests can be narrowed to a product, to failures, to a text', async () => {
    const cloud = await fullCloud('first');
    const record = { id: '1', accessKeyId: undefined, status: 200, startedAtMs: 1, durationMs: 1 };
    cloud.requests.add({ ...record, product: 'live', action: 'AddLiveDomain' });
    cloud.requests.add({ ...record, product: 'live', action: 'StopLiveDomain', status: 0 });
    const actions = async (query: string): Promise<string[]> => {
      const { requests } = (await cloud.data(`requests${query}`)) as { requests: { items: { action: string }[] } };
      return requests.items.map(({ action }) => action);
    };
    expect(await actions('')).toEqual(['StopLiveDomain', 'AddLiveDomain', 'GET /first', 'first']);
    expect(await actions('?product=live')).toEqual(['StopLiveDomain', 'AddLiveDomain']);
    expect(await actions('?outcome=failed')).toEqual(['StopLiveDomain', 'GET /first', 'first']);
    expect(await actions('?product=live&outcome=failed&text=add')).toEqual([]);
    expect(await cloud.data('requests')).toMatchObject({ products: ['first', 'live'], count: 4 });
  });
});
