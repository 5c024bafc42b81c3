/** Who may log in to a stage that authenticates with passwords: added, removed and listed through its function. */
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { pause } from '../context.ts';
import { targetOf } from '../stage-target.ts';
import { functionOf } from './function-of-stage.ts';
import { operate } from './operate.ts';
import type { RemoteFunction } from './remote-function.ts';

export interface UsersOptions {
  readonly config: string;
  readonly stage: string;
  readonly endpoint?: string;
}

export interface User {
  readonly username: string;
  /** Milliseconds since the epoch. */
  readonly created_at: number;
}

/** Without a password the AppServer makes one up, and tells it this once. */
export async function addUser(options: UsersOptions, username: string, password?: string) {
  const input = { username, ...(password === undefined ? {} : { password }) };
  return operate(await appServerOf(options), 'users.add', input);
}

export async function setPassword(options: UsersOptions, username: string, password?: string) {
  const input = { username, ...(password === undefined ? {} : { password }) };
  return operate(await appServerOf(options), 'users.setPassword', input);
}

export async function removeUser(options: UsersOptions, username: string) {
  return operate(await appServerOf(options), 'users.remove', { username });
}

/** All of them, by name. */
export async function listUsers(options: UsersOptions): Promise<User[]> {
  const appServer = await appServerOf(options);
  const users: User[] = [];
  let from: string | undefined;
  do {
    const page = await operate(appServer, 'users.list', from === undefined ? {} : { from });
    users.push(...page.users);
    from = page.next;
  } while (from !== undefined);
  return users;
}

async function appServerOf({ config, stage: name, endpoint }: UsersOptions): Promise<RemoteFunction> {
  const stage = stageOf(await loadConfig(config), name);
  return functionOf(stage, 'app-server', await targetOf(stage, endpoint), pause);
}
