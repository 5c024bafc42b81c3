/** What the tests of the local Function Compute share: a driven clock, doubles of its neighbours, small functions. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Clock } from '../../../local/clock.ts';
import { createFc, type FcOptions, type LocalFc } from '../../../local/fc/fc.ts';
import type { LogEntry } from '../../../local/fc/function-log.ts';
import type { Json } from '../../../local/product.ts';
import type { Identities, Identity } from '../../../local/ram/identities.ts';
import type { Created, Properties, ResourceContext } from '../../../local/ros/resource-type.ts';

export const ACCOUNT_ID = '1234567890123456';
export const ROLE_ARN = `acs:ram::${ACCOUNT_ID}:role/app`;
export const START_MS = Date.UTC(2026, 10, 22, 12, 0, 30);

/** Time that stands still until a test moves it. */
export class DrivenClock implements Clock {
  #nowMs = START_MS;
  readonly #sleepers = new Set<{ readonly wakesAtMs: number; readonly wake: () => void }>();

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers.add({ wakesAtMs: this.#nowMs + ms, wake });
    });
  }

  /** Moves time on, stopping at each sleeper, so that what it does happens at its time. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const due = [...this.#sleepers].filter(({ wakesAtMs }) => wakesAtMs <= endMs);
      const [next] = due.sort((a, b) => a.wakesAtMs - b.wakesAtMs);
      if (!next) break;
      this.#sleepers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.wakesAtMs);
      next.wake();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#nowMs = endMs;
  }
}

export class FakeIdentities implements Identities {
  readonly account: Identity = { accessKeyId: 'LTAIaccount', accessKeySecret: 'account-secret', principal: 'account' };
  readonly assumed: Identity[] = [];
  /** What the role may do. */
  allowed = true;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  find(accessKeyId: string): Identity | undefined {
    return [this.account, ...this.assumed].find((identity) => identity.accessKeyId === accessKeyId);
  }

  assumeRole(role: string, durationSeconds: number): Identity {
    if (role !== 'app') throw new Error(`role ${role} does not exist`);
    const number = this.assumed.length + 1;
    const identity: Identity = {
      accessKeyId: `STS.key${number}`,
      accessKeySecret: `secret${number}`,
      securityToken: `token${number}`,
      principal: { role },
      expiresAt: this.#clock.now() + durationSeconds * 1000,
    };
    this.assumed.push(identity);
    return identity;
  }

  allows(identity: Identity): boolean {
    return identity.principal === 'account' || this.allowed;
  }
}

/** Keeps log lines and lets a test wait for one. */
export class FakeSls {
  readonly entries: (LogEntry & { readonly project: string; readonly logstore: string })[] = [];
  readonly #waiting = new Set<() => void>();

  append(project: string, logstore: string, entries: readonly LogEntry[]): void {
    for (const entry of entries) this.entries.push({ project, logstore, ...entry });
    for (const check of this.#waiting) check();
  }

  messages(): string[] {
    return this.entries.map(({ contents }) => contents.message ?? '');
  }

  /** Resolves once `count` lines contain the text. */
  until(text: string, count = 1): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (this.messages().filter((message) => message.includes(text)).length < count) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }
}

export interface Kit {
  readonly fc: LocalFc;
  readonly clock: DrivenClock;
  readonly identities: FakeIdentities;
  readonly sls: FakeSls;
  readonly logged: string[];
  readonly directory: string;
  close(): Promise<void>;
  /** Another Function Compute over the same neighbours, as after a restart. */
  again(): LocalFc;
}

export async function openKit(options: Partial<FcOptions> = {}): Promise<Kit> {
  const clock = new DrivenClock();
  const identities = new FakeIdentities(clock);
  const sls = new FakeSls();
  const logged: string[] = [];
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'fc-test-')));
  const open = (): LocalFc =>
    createFc({
      clock,
      identities,
      sls,
      directory,
      accountId: ACCOUNT_ID,
      endpoint: () => 'http://127.0.0.1:7300',
      host: '127.0.0.1',
      triggerPort: 0,
      log: (message) => logged.push(message),
      ...options,
    });
  const opened: LocalFc[] = [];
  const again = (): LocalFc => {
    const fc = open();
    opened.push(fc);
    return fc;
  };
  const fc = again();
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((each) => each.close()));
    if (!options.directory) await rm(directory, { recursive: true, force: true });
  };
  return { fc, clock, identities, sls, logged, directory, close, again };
}

export function resourceContext(regionId = 'cn-shanghai'): ResourceContext {
  const now = { now: () => START_MS, sleep: () => Promise.resolve() };
  return { accountId: ACCOUNT_ID, regionId, stackId: 's', stackName: 'stack', logicalId: 'L', clock: now, tags: {} };
}

export function typeOf(fc: LocalFc, type: string) {
  const found = fc.resourceTypes.find((each) => each.type === type);
  if (!found) throw new Error(`no resource type ${type}`);
  return found;
}

export function create(fc: LocalFc, type: string, properties: Properties): Promise<Created> {
  return typeOf(fc, type).create(properties, resourceContext());
}

/** Base64 zip of one program, started as `node /code/main.js`. */
export function zip(program: string, name = 'main.js'): string {
  return Buffer.from(zipSync({ [name]: strToU8(program) })).toString('base64');
}

/**
 * A program that serves with `handler`, the body of `async (request, response, body) => …`; `body` is a Buffer.
 * `before` runs first.
 */
export function program(handler: string, before = ''): string {
  return `${before}
const { createServer } = require('node:http');
createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  ${handler}
}).listen(process.env.FC_CUSTOM_LISTEN_PORT);`;
}

export const ECHO = program(
  'response.end(JSON.stringify({ method: request.method, url: request.url, rawHeaders: request.rawHeaders, headers: request.headers, body: body.toString(), pid: process.pid }));',
);

export const NODE_COMMAND = ['/opt/nodejs22/bin/node', '/code/main.js'];

export function fc3Properties(code: string, more: Properties = {}): Properties {
  return {
    FunctionName: 'hello',
    Handler: 'main.handler',
    Runtime: 'custom.debian11',
    Code: { ZipFile: zip(code) },
    Role: ROLE_ARN,
    Timeout: 10,
    MemorySize: 512,
    InstanceConcurrency: 20,
    CustomRuntimeConfig: { Command: NODE_COMMAND, Port: 9000 },
    LogConfig: { Project: 'logs', Logstore: 'functions' },
    ...more,
  };
}

export const HTTP_TRIGGER: Properties = {
  FunctionName: 'hello',
  TriggerName: 'http',
  TriggerType: 'http',
  TriggerConfig: { authType: 'anonymous', methods: ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'] },
};

/** Creates a function with an HTTP trigger and answers its URL. */
export async function serve(fc: LocalFc, code: string, more: Properties = {}): Promise<string> {
  await create(fc, 'ALIYUN::FC3::Function', fc3Properties(code, more));
  const { attributes } = await create(fc, 'ALIYUN::FC3::Trigger', HTTP_TRIGGER);
  return String(attributes.UrlInternet);
}

export const HELLO_ARN = `acs:fc:cn-shanghai:${ACCOUNT_ID}:functions/hello`;

export function parse(payload: Buffer | string): { [key: string]: Json } {
  return JSON.parse(payload.toString()) as { [key: string]: Json };
}
