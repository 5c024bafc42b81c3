/** `live-stack users`: adds, removes and lists who may log in to a stage that authenticates with passwords. */
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { functionOf } from '../functions/function-of-stage.ts';
import { operate } from '../functions/operate.ts';
import type { RemoteFunction } from '../functions/remote-function.ts';
import { targetOf } from '../stage-target.ts';
import { type CommandContext, pause } from './command.ts';

export interface UsersOptions {
  readonly config: string;
  readonly stage: string;
  readonly endpoint?: string;
}

/** Without a password the AppServer makes one up, and it is shown this once. */
export async function addUser(
  options: UsersOptions & { readonly username: string; readonly password?: string },
  { terminal }: CommandContext,
): Promise<void> {
  const { username, password } = options;
  const answer = await operate(await appServerOf(options), 'users.add', {
    username,
    ...(password === undefined ? {} : { password }),
  });
  const made = answer.password === undefined ? '' : `\nPassword: ${answer.password} (it is not shown again)`;
  terminal.result(`User ${username} may log in.${made}`, answer);
}

export async function removeUser(
  options: UsersOptions & { readonly username: string },
  { terminal }: CommandContext,
): Promise<void> {
  const answer = await operate(await appServerOf(options), 'users.remove', { username: options.username });
  terminal.result(`User ${options.username} is removed.`, answer);
}

export async function listUsers(options: UsersOptions, { terminal }: CommandContext): Promise<void> {
  const appServer = await appServerOf(options);
  const users: { username: string; created_at: number }[] = [];
  let from: string | undefined;
  do {
    const page = await operate(appServer, 'users.list', from === undefined ? {} : { from });
    users.push(...page.users);
    from = page.next;
  } while (from !== undefined);
  const lines = users.map(({ username, created_at }) => `${username.padEnd(32)} ${new Date(created_at).toISOString()}`);
  terminal.result(lines.length === 0 ? 'Nobody yet.' : lines.join('\n'), { users });
}

async function appServerOf({ config, stage: name, endpoint }: UsersOptions): Promise<RemoteFunction> {
  const stage = stageOf(await loadConfig(config), name);
  return functionOf(stage, 'app-server', await targetOf(stage, endpoint), pause);
}
