/** A scripted client that goes through all phases of a room on any stage, by its URL, and tells what works. */
import { apiClient } from '../../lambdas/api/client.ts';
import type { SmokeContext, User } from './context.ts';
import { type Connection, connect } from './messaging.ts';
import type { Publisher } from './publisher.ts';
import { reportOf, type SmokeReport, type StepResult } from './report.ts';
import { Missing, type SmokeClock, Stepper } from './stepper.ts';
import { comeAndGo, openStage, vanish } from './steps/costreaming.ts';
import { create, enter, meet, talk } from './steps/create.ts';
import { afterwards, remove, stop } from './steps/end.ts';
import { checkUrls, find, start } from './steps/live.ts';
import { crashAndReturn } from './steps/recovery.ts';
import { logIn, reach } from './steps/stage.ts';

export interface SmokeOptions {
  /** Origin of the AppServer. */
  readonly url: string;
  readonly users?: readonly User[];
  /** Origin of the local messaging service, where it is not the one that the stage names. */
  readonly messagingOrigin?: string;
  /** Milliseconds for what takes its time in the cloud: callbacks, leases, recordings. */
  readonly patienceMs: number;
  readonly clock: SmokeClock;
  /** Letters and digits that tell this run from others. */
  readonly mark: string;
  /** Absent: what needs pictures is not exercised. */
  readonly publisher?: Publisher;
  readonly fetch?: typeof fetch;
  readonly connect?: (origin: string) => Promise<Connection>;
  /** Hears each result at once. */
  readonly told?: (result: StepResult) => void;
}

/** Never throws for what a stage does: that is in the report. */
export async function runSmoke(options: SmokeOptions): Promise<SmokeReport> {
  const steps = new Stepper(options.clock, options.told);
  const connections: Connection[] = [];
  const open = options.connect ?? connect;
  const at: SmokeContext = {
    api: apiClient({ origin: options.url, ...(options.fetch ? { fetch: options.fetch } : {}) }),
    steps,
    clock: options.clock,
    users: options.users ?? [],
    mark: options.mark,
    patienceMs: options.patienceMs,
    messagingOrigin: options.messagingOrigin,
    connect: async (origin) => {
      const connection = await open(origin);
      connections.push(connection);
      return connection;
    },
    publisher: options.publisher ?? new Missing('no publisher: nothing here can push a stream'),
    made: [],
  };
  try {
    await goThrough(at);
  } finally {
    for (const connection of connections) {
      connection.close();
    }
  }
  return reportOf(options.url, steps.results);
}

async function goThrough(at: SmokeContext): Promise<void> {
  const config = await reach(at);
  const people = await logIn(at, config);

  const room = await create(at, people);
  await enter(at, people, room);
  const chat = await meet(at, config, people, room);
  await talk(at, people, room, chat);

  const started = await start(at, people, room, chat);
  await find(at, people, started);
  await checkUrls(at, config, started);

  const opened = await openStage(at, config, people);
  await comeAndGo(at, people, opened);
  await vanish(at, people, opened);

  const pushed = await crashAndReturn(at, people, started, chat);
  const stopped = await stop(at, people, started, opened);
  await afterwards(at, config, people, stopped, pushed);
  await remove(at, people);
}
