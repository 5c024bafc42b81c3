/** `live-stack users`: who may log in to a stage that authenticates with passwords. */
import { Option } from 'commander';
import { type Declare, endpointOption, examples, type StageOptions, stageOption } from './declare.ts';

interface PasswordOptions extends StageOptions {
  readonly password?: string;
}

const passwordOption = () =>
  new Option('--password <password>', 'at least 8 characters (default: made up and shown once)').env(
    'LIVE_STACK_USER_PASSWORD',
  );

const work = () => import('../functions/users.ts');

export const declareUsers: Declare = (program, act) => {
  const users = program
    .command('users')
    .description('add, remove and list who may log in (stages of the authentication mode "password")')
    .addHelpText('after', examples(['live-stack users add alice --stage test', 'prints a password that was made up']));

  users
    .command('add <name>')
    .description('let somebody log in')
    .addOption(stageOption())
    .addOption(endpointOption())
    .addOption(passwordOption())
    .action(
      act<PasswordOptions>(async (options, { terminal }, name: string) => {
        const answer = await (await work()).addUser(options, name, options.password);
        terminal.result(`User ${name} may log in.${shownOnce(answer.password)}`, answer);
      }),
    );

  users
    .command('password <name>')
    .description('give somebody a new password; sessions from before end')
    .addOption(stageOption())
    .addOption(endpointOption())
    .addOption(passwordOption())
    .action(
      act<PasswordOptions>(async (options, { terminal }, name: string) => {
        const answer = await (await work()).setPassword(options, name, options.password);
        terminal.result(`User ${name} has a new password.${shownOnce(answer.password)}`, answer);
      }),
    );

  users
    .command('remove <name>')
    .description('let somebody log in no more; running sessions end')
    .addOption(stageOption())
    .addOption(endpointOption())
    .action(
      act<StageOptions>(async (options, { terminal }, name: string) => {
        terminal.result(`User ${name} is removed.`, await (await work()).removeUser(options, name));
      }),
    );

  users
    .command('list')
    .description('everybody who may log in')
    .addOption(stageOption())
    .addOption(endpointOption())
    .action(
      act<StageOptions>(async (options, { terminal }) => {
        const found = await (await work()).listUsers(options);
        const lines = found.map((user) => `${user.username.padEnd(32)} ${new Date(user.created_at).toISOString()}`);
        terminal.result(lines.length === 0 ? 'Nobody yet.' : lines.join('\n'), { users: found });
      }),
    );
};

function shownOnce(password: string | undefined): string {
  return password === undefined ? '' : `\nPassword: ${password} (it is not shown again)`;
}
