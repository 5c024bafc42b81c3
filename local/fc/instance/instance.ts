/** One instance of a function: its process, from start to stop, and the requests it is serving. */
import { Agent } from 'node:http';
import type { Schedule } from '../../schedule.ts';
import type { FunctionName } from '../arn.ts';
import type { RoleCredentials } from '../credentials.ts';
import { fcError, toFcError } from '../errors.ts';
import type { FunctionLog } from '../function-log.ts';
import { LIMITS } from '../limits.ts';
import { type ControlPath, platformHeaders } from '../platform-headers.ts';
import type { FunctionSettings } from '../settings.ts';
import { environmentOf } from './environment.ts';
import { type Exchange, type ExchangeRequest, exchange } from './exchange.ts';
import { type ReadMemory, watchMemory } from './memory.ts';
import { freePort, untilListening } from './port.ts';
import { type Exit, type RunningProcess, startProcess } from './process.ts';
import { startCommand } from './start-command.ts';

export interface InstanceOptions {
  readonly id: string;
  readonly name: FunctionName;
  readonly settings: FunctionSettings;
  /** The folder with the unzipped code. */
  readonly folder: () => Promise<string>;
  readonly accountId: string;
  readonly endpoint: () => string;
  readonly credentials: RoleCredentials;
  readonly schedule: Schedule;
  readonly log: FunctionLog;
  readonly newRequestId: () => string;
  readonly readMemory: ReadMemory;
}

/** Idle connections are given up before Node.js servers do so by default (5 s). */
const IDLE_CONNECTION_MS = 4_000;
/** Lines kept to explain why a process did not start. */
const LAST_LINES = 5;

export class Instance {
  readonly id: string;
  /** Ids of the requests that it serves or that wait for its start. */
  readonly requests = new Set<string>();
  /** False when it must get no more requests. */
  accepts = true;
  readonly #options: InstanceOptions;
  readonly #agent = new Agent({ keepAlive: true, timeout: IDLE_CONNECTION_MS });
  readonly #lastLines: string[] = [];
  readonly #listeners = new Set<(line: string) => void>();
  #process: RunningProcess | undefined;
  #port = 0;
  #exit: Exit | undefined;
  /** Bytes for which it was killed. */
  #exceeded: number | undefined;
  /** Rejects when the process ends. */
  #crashed: Promise<never> = new Promise(() => undefined);

  constructor(options: InstanceOptions) {
    this.id = options.id;
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts the process, waits until it listens, and runs `/initialize`. Throws `FcError`. */
  async start(): Promise<void> {
    const { settings, schedule } = this.#options;
    const [folder, port] = await Promise.all([this.#options.folder(), freePort()]);
    this.#port = port;
    if (!this.accepts) throw fcError.unavailable('the instance was stopped before it had started');
    const environment = environmentOf({
      ...this.#options,
      folder,
      port,
      instanceId: this.id,
      credentials: this.#options.credentials.of(settings.roleArn),
      endpoint: this.#options.endpoint(),
    });
    const command = startCommand(settings.command, folder);
    this.#process = startProcess({ command, folder, environment, onLine: (line) => this.#onLine(line) });
    const unwatch = this.#watchMemory(this.#process);
    const exited = this.#process.exited.then((exit) => {
      unwatch();
      this.#exit = exit;
      this.accepts = false;
      throw this.#memoryError() ?? fcError.processExited(exitText(exit));
    });
    exited.catch(() => this.#agent.destroy());
    this.#crashed = exited;
    let late = false;
    const cancel = schedule.after(LIMITS.readySeconds * 1000, () => {
      late = true;
    });
    const listening = await untilListening(this.#port, () => late || this.#exit !== undefined);
    cancel();
    if (!listening) throw this.#startError();
    if (settings.initializerSeconds !== undefined) await this.#initialize(settings.initializerSeconds);
  }

  /** Sends a request; the caller has checked it. Adds the platform's headers. Throws when there are no credentials. */
  send(request: Omit<ExchangeRequest, 'timeoutSeconds'>, requestId: string, controlPath: ControlPath): Exchange {
    const { name, settings, accountId, credentials } = this.#options;
    const added = platformHeaders({
      name,
      settings,
      accountId,
      requestId,
      controlPath,
      credentials: credentials.of(settings.roleArn),
    });
    const headers = [...request.headers, ...added];
    const sent = this.#exchange({ ...request, headers, timeoutSeconds: settings.timeoutSeconds });
    void sent.finished.then((error) => {
      // As the platform does: why a function failed stands in its log.
      if (error && error.type !== 'FcCommonError') this.#options.log.write(error.message, this.id, requestId);
    });
    return sent;
  }

  /** Calls back with each line that is printed from now on; answers a function that ends this. */
  listen(onLine: (line: string) => void): () => void {
    this.#listeners.add(onLine);
    return () => {
      this.#listeners.delete(onLine);
    };
  }

  /** Runs `/pre-stop` where configured, then ends the process. `hurry`: without `/pre-stop`. */
  async stop({ hurry = false } = {}): Promise<void> {
    this.accepts = false;
    if (!hurry && !this.#exit && this.#options.settings.preStopSeconds !== undefined) await this.#preStop();
    this.#agent.destroy();
    await this.#process?.stop();
  }

  #exchange(request: ExchangeRequest): Exchange {
    const { schedule } = this.#options;
    return exchange(request, { port: this.#port, agent: this.#agent, schedule, crashed: this.#crashed });
  }

  async #initialize(timeoutSeconds: number): Promise<void> {
    try {
      await this.#hook('POST', '/initialize', timeoutSeconds);
    } catch (error) {
      throw fcError.initializerFailed(toFcError(error).message);
    }
  }

  /** Its failure does not keep the instance alive; it is only told. */
  async #preStop(): Promise<void> {
    try {
      await this.#hook('GET', '/pre-stop', this.#options.settings.preStopSeconds ?? LIMITS.preStopSeconds);
    } catch (error) {
      this.#onLine(`PreStop failed: ${toFcError(error).message}`);
    }
  }

  async #hook(method: string, target: '/initialize' | '/pre-stop', timeoutSeconds: number): Promise<void> {
    const { name, settings, accountId, credentials, newRequestId } = this.#options;
    const facts = { name, settings, accountId, requestId: newRequestId(), controlPath: target };
    const headers = [
      ...['host', `127.0.0.1:${this.#port}`, 'content-length', '0'],
      ...platformHeaders({ ...facts, credentials: credentials.of(settings.roleArn) }),
    ];
    const { response, finished } = this.#exchange({ method, target, headers, body: Buffer.alloc(0), timeoutSeconds });
    const { statusCode = 0 } = (await response).resume();
    const failure = await finished;
    if (failure) throw failure;
    if (statusCode < 200 || statusCode > 299) throw fcError.badResponse(`${target} answered ${statusCode}`);
  }

  /** As the platform does: without warning, whatever it is doing. */
  #watchMemory(running: RunningProcess): () => void {
    const { settings, schedule, readMemory } = this.#options;
    if (running.pid === undefined) return () => undefined;
    return watchMemory({
      pid: running.pid,
      limitMb: settings.memoryMb,
      schedule,
      read: readMemory,
      onExceeded: (bytes) => {
        this.#exceeded = bytes;
        this.accepts = false;
        running.kill();
      },
    });
  }

  #memoryError(): Error | undefined {
    return this.#exceeded === undefined
      ? undefined
      : fcError.outOfMemory(this.#exceeded, this.#options.settings.memoryMb);
  }

  #onLine(line: string): void {
    this.#lastLines.push(line);
    if (this.#lastLines.length > LAST_LINES) this.#lastLines.shift();
    this.#options.log.write(line, this.id, this.#requestOf(line));
    for (const listener of this.#listeners) listener(line);
  }

  /** The request a line belongs to: the one it names, else the only one there is. */
  #requestOf(line: string): string | undefined {
    for (const id of this.requests) {
      if (this.requests.size === 1 || line.includes(id)) return id;
    }
    return undefined;
  }

  #startError(): Error {
    const { settings } = this.#options;
    const memoryError = this.#memoryError();
    if (memoryError) return memoryError;
    const said = this.#lastLines.length > 0 ? ` It printed: ${this.#lastLines.join(' | ')}` : '';
    const command = settings.command.join(' ') || '/code/bootstrap';
    if (!this.#exit) {
      return fcError.notStarted(
        `It did not listen on 0.0.0.0:$FC_CUSTOM_LISTEN_PORT within ${LIMITS.readySeconds} seconds.${said}`,
      );
    }
    if (this.#exit.code === 127) return fcError.startFileMissing(`No such file: '${command}'.${said}`);
    if (this.#exit.code === 126) return fcError.startFilePermission(`Not executable: '${command}'.${said}`);
    return fcError.notStarted(`'${command}' ended with ${exitText(this.#exit)}.${said}`);
  }
}

function exitText({ code, signal }: Exit): string {
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}
