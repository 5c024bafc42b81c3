/** What a check of the doctor is: one question about an account and a stage, answered without changing anything. */
import type { Stage } from '../../cdk/config/schema.ts';
import type { Synthesized } from '../../cdk/synth.ts';
import type { SoundPair } from '../certificate/pair.ts';
import type { RpcAction } from '../cloud/rpc.ts';
import type { StackRef } from '../cloud/stacks.ts';

/** `unknown`: no API tells it, or it could not be asked. Only a `problem` would make a deployment fail. */
export type Verdict = 'ok' | 'warning' | 'problem' | 'unknown';

export interface Finding {
  readonly verdict: Verdict;
  /** What was found and what it means, as a sentence. */
  readonly says: string;
  /** What to do about it. */
  readonly mend?: string;
  readonly link?: string;
  /** Facts for `--json`. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface Check {
  readonly id: string;
  readonly title: string;
  /** Also asked before the first deployment of a stage: quick, and certain when it says `problem`. */
  readonly isPreflight: boolean;
  /** False: it asks no cloud. */
  readonly needsCloud: boolean;
  run(world: World): Promise<readonly Finding[]>;
}

/** What checks look at. Calls throw a CliError when a service refuses or cannot be reached. */
export interface World {
  readonly stage: Stage;
  /** A local cloud instead of Alibaba Cloud. */
  readonly isLocalCloud: boolean;
  /** Such as `v20.19.0`. */
  readonly nodeVersion: string;
  readonly rpc: (
    action: RpcAction,
    query?: Readonly<Record<string, string>>,
  ) => Promise<Readonly<Record<string, unknown>>>;
  readonly accountId: () => Promise<string>;
  readonly stack: () => Promise<StackRef | undefined>;
  readonly outputs: () => Promise<Readonly<Record<string, string>>>;
  /** Names of the tables of the stage's instance; undefined when there is no instance. */
  readonly tables: () => Promise<readonly string[] | undefined>;
  /** Whether a function of the name exists. */
  readonly hasFunction: (name: string) => Promise<boolean>;
  readonly cnames: (name: string) => Promise<readonly string[]>;
  readonly synthesized: () => Promise<Synthesized>;
  /** Of the AppServer's own domain; undefined when the stage names none. */
  readonly certificate: () => Promise<SoundPair | undefined>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export const ok = (says: string): Finding => ({ verdict: 'ok', says });

export const LIVE = { host: 'live.aliyuncs.com', version: '2016-11-01' } as const;
export const RTC = { host: 'rtc.aliyuncs.com', version: '2018-01-11' } as const;
export const ROS = { host: 'ros.aliyuncs.com', version: '2019-09-10' } as const;
export const vodOf = (region: string) => ({ host: `vod.${region}.aliyuncs.com`, version: '2017-03-21' }) as const;
