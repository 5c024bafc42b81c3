/** Every command, in the order of `--help`. */

import { declareApp } from './app.ts';
import { declareClients } from './clients.ts';
import { declareCost } from './cost.ts';
import type { Declare } from './declare.ts';
import { declareDeploy } from './deploy.ts';
import { declareDestroy } from './destroy.ts';
import { declareDiagram } from './diagram.ts';
import { declareDiff } from './diff.ts';
import { declareDoctor } from './doctor.ts';
import { declareHotswap } from './hotswap.ts';
import { declareInit } from './init.ts';
import { declareInvoke } from './invoke.ts';
import { declareList } from './list.ts';
import { declareLogs } from './logs.ts';
import { declareOpen } from './open.ts';
import { declareOutputs } from './outputs.ts';
import { declareProbe } from './probe.ts';
import { declarePublish } from './publish.ts';
import { declareSmoke } from './smoke.ts';
import { declareStart } from './start.ts';
import { declareStatus } from './status.ts';
import { declareSynth } from './synth.ts';
import { declareTablestore } from './tablestore.ts';
import { declareUsers } from './users.ts';

export const COMMANDS: readonly Declare[] = [
  declareStart,
  declareInit,
  declareList,
  declareDoctor,
  declareSynth,
  declareDiff,
  declareDeploy,
  declareDestroy,
  declareHotswap,
  declareInvoke,
  declareLogs,
  declareStatus,
  declareUsers,
  declareOutputs,
  declareCost,
  declareDiagram,
  declareOpen,
  declareSmoke,
  declareProbe,
  declarePublish,
  declareClients,
  declareTablestore,
  declareApp,
];
