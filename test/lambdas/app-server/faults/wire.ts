/** Faults of the network and of busy services, over the real wire protocols: one fault for one call of one request. */
import { expect } from 'vitest';
import { ERRORS, type ErrorReason } from '../../../../lambdas/api/errors.ts';
import { ROUTES, type Route, type RouteId } from '../../../../lambdas/api/routes.ts';
import { signToken } from '../../../../lambdas/app-server/auth/token.ts';
import type { REQUEST_FAULTS } from '../../../../local/faults.ts';
import { BODIES } from '../support/bodies.ts';
import { expectConsistentState } from '../support/consistent.ts';
import type { LocalStage } from '../support/local-stage.ts';
import { tickLater, wireApp, wireState } from '../support/wire-stage.ts';
import { ENVIRONMENT, SECRETS } from '../support/world.ts';

/** Milliseconds: a thousandth of patience is enough to see that it ends. */
const ATTEMPT_MS = 60;
const DEADLINE_MS = 150;
/** Longer than any attempt. */
const SLOW_MS = 400;
const MINUTE = 60_000;

export type WireFault = (typeof REQUEST_FAULTS)[number];

/** The others are called by services, or call none. */
export const WIRE_ROUTES = (Object.entries(ROUTES) as [RouteId, Route][])
  .filter(([id, route]) => route.access !== 'callback' && !['tokenV1', 'verifyAuthToken', 'openApi'].includes(id))
  .map(([id]) => id);

/** A new one for each request: how many rooms one person creates in a minute is limited. */
const ANCHOR = 'anchor';
/** The guest of `BODIES`. */
const GUEST = 'guest1';
let anchors = 0;

/** A session without a log-in, of which one address makes only so many in a minute. */
function tokenOf(user: string): string {
  const issuedAt = Math.floor(Date.now() / 1_000);
  const claims = { subject: user, issuedAt, expiresAt: issuedAt + 3_600 };
  const purpose = { type: 'session', audience: `app-server/${ENVIRONMENT.LIVE_STACK_STAGE}` } as const;
  return signToken(claims, purpose, { id: 'k1', secret: SECRETS.session });
}

/** Who calls, and what was done before. */
const BEFORE: Partial<Record<RouteId, readonly [caller: string, ...steps: (readonly [string, RouteId])[]]>> = {
  applyCoStreaming: [GUEST],
  cancelCoStreaming: [GUEST, [GUEST, 'applyCoStreaming']],
  joinCoStreaming: [GUEST, [ANCHOR, 'approveCoStreaming']],
  renewCoStreaming: [GUEST, [ANCHOR, 'approveCoStreaming'], [GUEST, 'joinCoStreaming']],
  leaveCoStreaming: [GUEST, [ANCHOR, 'approveCoStreaming'], [GUEST, 'joinCoStreaming']],
  setCoStreamingDevices: [GUEST, [ANCHOR, 'approveCoStreaming'], [GUEST, 'joinCoStreaming']],
};

export interface WireRequest {
  readonly id: RouteId;
  /** With the deadlines of a test, or of production. */
  send(isHurried: boolean): Promise<Response>;
}

/** A good request on a fresh room. */
async function wireRequest(stage: LocalStage, id: RouteId): Promise<WireRequest> {
  const [role = ANCHOR, ...steps] = BEFORE[id] ?? [];
  const anchor = `${ANCHOR}${anchors++}`;
  const nameOf = (who: string): string => (who === ANCHOR ? anchor : who);
  const caller = nameOf(role);
  const client = stage.client(tokenOf(anchor));
  const { id: room } = await client.call('createV1', { title: 'Channel', anchor, mode: 1 });
  await client.call('start', { id: room, user_id: anchor });
  for (const [who, step] of steps) {
    await stage.client(tokenOf(nameOf(who))).call(step, BODIES[step](nameOf(who), room) as undefined);
  }
  const route: Route = ROUTES[id];
  const body = BODIES[id](caller, room);
  const init = {
    method: route.method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokenOf(caller)}` },
    ...(route.method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
  };
  return {
    id,
    send: async (isHurried) => {
      const app = wireApp(isHurried ? { attemptMs: ATTEMPT_MS, deadlineMs: DEADLINE_MS } : {});
      return app.fetch(route.path, init);
    },
  };
}

export interface UpstreamName {
  readonly product: string;
  readonly action: string;
}

/** The upstream calls that a good run of the route makes. */
export async function callsOf(stage: LocalStage, id: RouteId): Promise<UpstreamName[]> {
  const request = await wireRequest(stage, id);
  stage.requests.splice(0);
  const answer = await request.send(false);
  expect(answer.status, `${id} on a good day: ${await answer.clone().text()}`).toBe(200);
  const names = new Map(stage.requests.map(({ product, action }) => [`${product} ${action}`, { product, action }]));
  return [...names.values()];
}

/** Breaks every call of this name while the request runs, and looks at the answer. */
export async function expectBounded(
  stage: LocalStage,
  id: RouteId,
  { product, action }: UpstreamName,
  kind: WireFault,
): Promise<void> {
  const request = await wireRequest(stage, id);
  stage.faults.add({ product, action, kind, ...(kind === 'latency' ? { latencyMs: SLOW_MS } : {}) });
  const answer = await request.send(true);
  stage.faults.clear();

  const text = await answer.text();
  const told = `${id}, ${kind} of ${product} ${action}: ${text}`;
  expect(text, told).not.toMatch(/\.ts:|at \w+ \(|OTS[A-Z]|ServiceUnavailable|Throttling|ECONN|socket|RequestId/);
  if (answer.status === 200) {
    expect(ROUTES[id].response.safeParse(JSON.parse(text)).error?.issues, told).toBeUndefined();
    return;
  }
  const { reason } = JSON.parse(text) as { reason: ErrorReason };
  const expected: ErrorReason[] = isFinal(kind)
    ? ['upstream_failed', 'upstream_unavailable']
    : ['upstream_unavailable'];
  expect(expected, told).toContain(reason);
  expect(answer.status, told).toBe(ERRORS[reason].status);
}

/** A refusal is final; everything else may be over in a moment. */
const isFinal = (kind: WireFault): boolean => kind === 'forbidden' || kind === 'not-activated';

/** After everything: what came late has come, and the sweeps have been. */
export async function expectRepaired(stage: LocalStage): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
  for (const minutes of [6, 8]) {
    expect(await tickLater(minutes * MINUTE)).toBe(200);
  }
  expectConsistentState(await wireState(stage));
}
