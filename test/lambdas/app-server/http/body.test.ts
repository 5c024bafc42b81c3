import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ROUTES, type Route, type RouteId } from '../../../../lambdas/api/routes.ts';
import { BODIES } from '../support/bodies.ts';
import { createRoom, type World, world } from '../support/world.ts';

describe('A12: bodies that are no requests', () => {
  let at: World;
  beforeEach(async () => {
    at = await world();
  });

  async function send(body: RequestInit['body'], headers: Record<string, string> = {}) {
    return at.request('/login', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
  }

  it.each<[string, RequestInit['body'], RegExp]>([
    ['nothing', '', /^body: expected JSON/],
    ['no JSON', 'username=anna', /^body: expected JSON/],
    ['half of a JSON', '{"username":', /^body: expected JSON/],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0x7d]), /^body: expected UTF-8/],
    ['a number', '7', /^body: expected an object/],
    ['an array', '[]', /^body: expected an object/],
    ['a dangerous key', '{"__proto__": {"isAdmin": true}}', /^__proto__: this key/],
    ['a dangerous key inside', '{"a": [{"constructor": 1}]}', /^a\.0\.constructor: this key/],
    ['a deep nest', `${'['.repeat(5_000)}${']'.repeat(5_000)}`, /^body: nested deeper/],
  ])('%s', async (_, body, message) => {
    const answer = await send(body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(message);
    expect(answer.body.msg).toBe(answer.body.message);
  });

  it('W43: too much of it is 413, with the limit', async () => {
    const answer = await send(JSON.stringify({ username: 'a'.repeat(40_000) }));
    expect(answer.status).toBe(413);
    expect(answer.body).toMatchObject({ code: 413, reason: 'body_too_large', msg: answer.body.message });
    expect(answer.body.message).toMatch(/^body: larger than 32768 bytes/);
  });

  it('a body that announces its size is refused before it is read', async () => {
    const answer = await send('{}', { 'content-length': '99999999' });
    expect(answer.body.message).toMatch(/larger than/);
  });

  it('a stream without an end is cut at the limit', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 1_024;
        controller.enqueue(new Uint8Array(1_024).fill(0x20));
      },
    });
    expect((await send(endless)).body.message).toMatch(/larger than/);
    expect(sent).toBeLessThan(100_000);
  });

  it('unknown fields are ignored', async () => {
    expect((await send('{"username":"anna","password":"anna","device":"x"}')).status).toBe(200);
  });

  it('a long unknown path in a message is cut short', async () => {
    const answer = await send(JSON.stringify({ ['k'.repeat(5_000)]: { prototype: 1 } }));
    expect(String(answer.body.message).length).toBeLessThan(250);
  });
});

describe('A12: whatever is sent', () => {
  let at: World;
  let id: string;
  beforeAll(async () => {
    at = await world();
    id = await createRoom(at, 'anna', { mode: 1 });
  });

  const posts = (Object.entries(ROUTES) as [RouteId, Route][]).filter(([, route]) => route.method === 'POST');

  /** A valid body in which some fields are replaced by anything. */
  const spoiled = (route: RouteId): fc.Arbitrary<unknown> => {
    const valid = BODIES[route]('anna', id) as Record<string, unknown> | undefined;
    const names = Object.keys(valid ?? {});
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', 'anna', id, -1, 0, 1e300),
    );
    return fc.oneof(
      { weight: 1, arbitrary: fc.jsonValue() },
      {
        weight: 4,
        arbitrary: fc
          .array(fc.tuple(fc.constantFrom(...names, 'extra'), anything), { minLength: 1, maxLength: 3 })
          .map((changes) => ({ ...valid, ...Object.fromEntries(changes) })),
      },
    );
  };

  it.each(posts)('%s answers below 500, in its shape, and changes no other room', async (route) => {
    await fc.assert(
      fc.asyncProperty(spoiled(route), async (body) => {
        const answer = await at.as('anna', route, body);
        expect(answer.status).toBeLessThan(500);
        if (answer.status !== 200) {
          expect(answer.body).toMatchObject({ code: answer.status, request_id: expect.any(String) });
        }
      }),
      { numRuns: 150 },
    );
  });
});
