/** The world that checks look at, for a stage and where it is deployed; each question is asked once. */
import type { Stage } from '../../cdk/config/schema.ts';
import { instanceNameFor } from '../../cdk/parameters.ts';
import { certificateOf } from '../certificate/of-stage.ts';
import { accountOf } from '../cloud/account.ts';
import { cnamesOf } from '../cloud/dns.ts';
import { callRpc } from '../cloud/rpc.ts';
import { stacksOf } from '../cloud/stacks.ts';
import { tablesOf } from '../cloud/tablestore.ts';
import type { Target } from '../cloud/target.ts';
import { existsFunction } from '../functions/exists.ts';
import { synthesizedStage } from '../stack/synthesized.ts';
import type { World } from './check.ts';

/** @param target a promise, because credentials that are missing are a finding and not the end */
export function worldOf(stage: Stage, target: () => Promise<Target>): World {
  const where = once(target);
  const stacks = once(async () => stacksOf(await where()));
  const accountId = once(async () => accountOf(await where()));
  const stack = once(async () => (await stacks()).find(stage.stackName));
  return {
    stage,
    isLocalCloud: false,
    nodeVersion: process.version,
    rpc: async (action, query) => callRpc(await where(), action, query),
    accountId,
    stack,
    outputs: once(async () => {
      const found = await stack();
      return found ? (await (await stacks()).get(found.stackId)).outputs : {};
    }),
    tables: once(async () => tablesOf(await where(), instanceNameFor(stage, await accountId()))),
    hasFunction: async (name) => existsFunction(await where(), stage.compute, await accountId(), name),
    cnames: async (name) => cnamesOf(await where(), name),
    synthesized: once(() => synthesizedStage(stage)),
    certificate: () => certificateOf(stage, Date.now()),
    now: Date.now,
  };
}

function once<Value>(work: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= work();
    return made;
  };
}
