import { expect, it } from 'vitest';
import { statementsOf } from '../../cdk/rules/rule.ts';
import { TABLES } from '../../lambdas/cloud/tables.ts';
import { FULL, synth } from '../cdk/support.ts';
import { prepare, ROUTE_IDS } from '../lambdas/app-server/faults/requests.ts';
import { prepared, SCENARIOS } from '../lambdas/app-server/kill/scenarios.ts';
import { addCheapUser, operate } from '../lambdas/app-server/support/operator.ts';
import { createRoom, START, type World, world } from '../lambdas/app-server/support/world.ts';

const ROW_ACTIONS: Readonly<Record<string, string>> = {
  get: 'GetRow',
  put: 'PutRow',
  update: 'UpdateRow',
  delete: 'DeleteRow',
  range: 'GetRange',
  batchGet: 'BatchGetRow',
};

/** As policies name them; which product an action is of, only VOD's own two do not say by themselves. */
function callsOf(at: World): string[] {
  const isVod = (action: string): boolean => ['ListLiveRecordVideo', 'GetPlayInfo'].includes(action);
  return [
    ...at.live.calls.map(({ action }) => `${isVod(action) ? 'vod' : 'live'}:${action}`),
    // Settings are written by the provisioner, for which the world stands in.
    ...at.rows.calls
      .filter(({ table }) => table !== TABLES.settings.name)
      .map(({ operation }) => `ots:${ROW_ACTIONS[operation] ?? operation}`),
  ];
}

/** Every endpoint once, in a state in which it has something to do. */
async function* everyEndpoint(): AsyncGenerator<World> {
  for (const id of ROUTE_IDS) {
    const { at, send } = await prepare(id);
    // One of them is there to say that it is gone.
    expect((await send()).status, id).toBe(id === 'tokenV1' ? 410 : 200);
    yield at;
  }
}

/** What the timer, interrupted requests and the mixing server add. */
async function* everyScenario(): AsyncGenerator<World> {
  for (const scenario of SCENARIOS) {
    const { at, id } = await prepared(scenario);
    await scenario.work(at, id);
    yield at;
  }
}

/** What leads there. */
async function* everyBeginning(): AsyncGenerator<World> {
  for (const { stage, prepare: begin } of SCENARIOS) {
    const at = await world(stage);
    await begin(at);
    yield at;
  }
}

/** A replay that is found and opened, and what operators do. */
async function* theRest(): AsyncGenerator<World> {
  const at = await world();
  const id = await createRoom(at, 'anna');
  const own = { id, user_id: 'anna' };
  await at.as('anna', 'start', own);
  await at.as('anna', 'stop', own);
  at.live.videos.set('v1', { stream: id, start: START, end: START + 60_000, status: 'Normal' });
  at.clock.time += 120_000;
  await at.tick();
  expect((await at.as('anna', 'get', own)).body).toMatchObject({ vod_info: { status: 1 } });
  yield at;
  const kept = await world({ LIVE_STACK_AUTH_MODE: 'password' });
  await addCheapUser(kept, 'bea', 'long-enough-password');
  await operate(kept, 'users.list', {});
  await operate(kept, 'users.remove', { username: 'bea' });
  yield kept;
}

it('T3: the AppServer calls exactly what its role grants, over all endpoints, the timer and operators', {
  timeout: 60_000,
}, async () => {
  const called = new Set<string>();
  for (const source of [everyEndpoint(), everyBeginning(), everyScenario(), theRest()]) {
    for await (const at of source) for (const name of callsOf(at)) called.add(name);
  }
  const role = (await synth(FULL)).template.Resources.AppServerRole;
  const statements = role ? statementsOf(role) : [];
  const granted = statements.flatMap(({ Action }) => Action as string[]).filter((name) => !name.startsWith('log:'));
  expect([...called].sort()).toEqual([...new Set(granted)].sort());
});

it('T3: the AppServer reads the settings and touches no table that its role does not name', async () => {
  const role = JSON.stringify((await synth(FULL)).template.Resources.AppServerRole);
  for await (const at of everyScenario()) {
    for (const { table } of at.rows.calls) expect(role).toContain(`/table/${table}"`);
    const writes = at.rows.calls.filter(({ operation }) => ['put', 'update', 'delete'].includes(operation));
    expect(writes.map(({ table }) => table)).not.toContain(TABLES.settings.name);
  }
});
