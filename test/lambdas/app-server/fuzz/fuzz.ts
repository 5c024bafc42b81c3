/** One fuzzed request, and what has to be true of every answer. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { ERRORS, type ErrorReason } from '../../../../lambdas/api/errors.ts';
import { OPERATIONS, type OperationName } from '../../../../lambdas/api/operator.ts';
import { ROUTES, type Route, type RouteId } from '../../../../lambdas/api/routes.ts';
import { signatureOf } from '../support/signed.ts';
import { createRoom, START, type World, world } from '../support/world.ts';
import type { Known } from './arbitrary.ts';
import { bodies, headers, type Sent } from './bodies.ts';

export const ROUTE_IDS = Object.keys(ROUTES) as RouteId[];
export const EVENTS = Object.keys(OPERATIONS) as OperationName[];

const USERS = ['anna', 'bob', 'carl'] as const;
const DOMAIN = 'ingest.localhost';
const NOW = START / 1_000;

export interface Stage {
  readonly at: World;
  readonly known: Known;
  readonly tokens: readonly (string | undefined)[];
}

/** A stage with rooms in each state, so that right ids meet something. */
async function stage(): Promise<Stage> {
  const at = await world({ LIVE_STACK_COSTREAMING: 'strict' });
  const rooms = [
    await createRoom(at, 'anna', { mode: 1 }),
    await createRoom(at, 'anna', { mode: 1 }),
    await createRoom(at, 'anna'),
  ];
  await at.as('anna', 'start', { id: rooms[1], user_id: 'anna' });
  await at.as('anna', 'stop', { id: rooms[2], user_id: 'anna' });
  const tokens = await Promise.all(USERS.map((user) => at.tokenOf(user)));
  const { body } = await at.as('anna', 'getLiveJumpUrl', { user_id: 'anna', live_id: rooms[0] });
  const jump = new URL(String(body.live_jump_url)).searchParams.get('token');
  return { at, known: knownOf(rooms, jump), tokens: [...tokens, undefined] };
}

function knownOf(rooms: readonly string[], jump: string | null): Known {
  const users = [...USERS];
  return {
    id: rooms,
    chatroom_id: rooms,
    room_id: rooms,
    live_id: rooms,
    guest_id: users,
    username: users,
    password: users,
    token: [jump],
    target_ids: ['bob', 'carl', 'dora'],
    appid: ['im0app'],
    domain: ['streaming.localhost'],
    DomainName: ['streaming.localhost'],
    AppName: ['live'],
    stream: rooms,
    StreamName: rooms,
    uid: users,
    g: rooms,
    app: [DOMAIN],
    appname: ['live'],
    time: [String(NOW)],
  };
}

export interface Request {
  readonly sent: Sent;
  readonly caller: number;
  readonly headers: Record<string, string>;
}

/** @param always headers without which nothing is read at all */
function requestsOf(route: Route, known: Known, always: Record<string, string>): fc.Arbitrary<Request> {
  const by = (weight: number, caller: number) => {
    const self = USERS[caller] ?? USERS[0];
    const sent = bodies(route, { ...known, user_id: [self], anchor: [self] });
    const more = headers.map((some) => ({ ...always, ...some }));
    return { weight, arbitrary: fc.record({ sent, caller: fc.constant(caller), headers: more }) };
  };
  return fc.oneof(by(10, 0), by(4, 1), by(1, 2), by(1, USERS.length));
}

/** Sends it over the application's own door, as a web framework hands it over. */
async function send({ at, tokens }: Stage, route: Route, request: Request): Promise<Response> {
  const token = tokens[request.caller];
  const all = new Headers({ ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...request.headers });
  const body = 'text' in request.sent ? request.sent.text : Buffer.from(request.sent.bytes);
  const query = route.method === 'GET' && typeof body === 'string' ? queryOf(body) : '';
  return at.fetch(`${route.path}${query}`, {
    method: route.method,
    headers: all,
    ...(route.method === 'POST' ? { body } : {}),
  });
}

function queryOf(json: string): string {
  try {
    const fields = Object.entries((JSON.parse(json) ?? {}) as Record<string, unknown>);
    return `?${new URLSearchParams(fields.map(([name, value]): [string, string] => [name, String(value)]))}`;
  } catch {
    return `?${new URLSearchParams({ '': json.slice(0, 500) })}`;
  }
}

/** Statuses that a caller can cause. The cloud works in these tests, so none of 500, 502 and 503 is excused. */
const CAUSED = new Set<number>(
  Object.values(ERRORS)
    .map(({ status }) => status)
    .filter((status) => status < 500 || status === 501),
);

const SECRET = /session-secret|CallbackKey|SigningKey|AppKey0|\.ts:\d+|\/node_modules\/|ZodError|CloudError/;

/** A12, A13: one shape of error, from the catalogue, without a word about the inside. */
async function expectDecent(route: Route, answer: Response): Promise<void> {
  const text = await answer.text();
  expect(text).not.toMatch(SECRET);
  const body = JSON.parse(text) as Record<string, unknown>;
  if (answer.status === 200) {
    expect(route.response.safeParse(body).error?.issues).toBeUndefined();
    return;
  }
  expect(CAUSED, text).toContain(answer.status);
  expect(Object.keys(ERRORS), text).toContain(body.reason);
  expect(body).toMatchObject({
    code: ERRORS[body.reason as ErrorReason].status,
    message: expect.stringMatching(/./),
    request_id: expect.stringMatching(/./),
  });
}

/** @param runs how many requests */
async function fuzzAt(route: Route, always: Record<string, string>, runs: number, seed: number): Promise<void> {
  const on = await stage();
  await fc.assert(
    fc.asyncProperty(requestsOf(route, on.known, always), async (request) => {
      if (route.access !== 'callback') {
        // Limits of rate are for others to test; what a service signs is worth something for minutes only.
        on.at.clock.time += 2_000;
      }
      await expectDecent(route, await send(on, route, request));
    }),
    { numRuns: runs, seed },
  );
  // An error that was caught somewhere and logged as one is a defect as well.
  expect(on.at.log.filter((line) => /"level":"error"/.test(line))).toEqual([]);
}

export function fuzz(id: RouteId, runs: number, seed: number): Promise<void> {
  return fuzzAt(ROUTES[id], signatureOf(id), runs, seed);
}

/** Events of the operator, over the platform's own way in. */
export function fuzzEvent(name: OperationName, runs: number, seed: number): Promise<void> {
  const route: Route = { method: 'POST', path: '/invoke', access: 'open', summary: name, ...OPERATIONS[name] };
  return fuzzAt(route, { 'x-fc-control-path': '/invoke' }, runs, seed);
}
