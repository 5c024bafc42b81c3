/** The stage itself: it answers, says what it offers, and lets the right people in. */
import { ID_PATTERN } from '../../../lambdas/api/fields.ts';
import type { ClientConfig, People, Person, SmokeContext, User } from '../context.ts';
import { expectRefusal, expectThat } from '../expect.ts';
import { type Maybe, NotExercisedError } from '../stepper.ts';

const REACH = {
  id: 'reach',
  phase: 'stage',
  shows: 'The AppServer answers, its deployment is complete, and it tells clients what the stage offers.',
  next: 'Check the URL (output AppServerUrl of the stack) and the log of the function app-server.',
} as const;

const LOG_IN = {
  id: 'log-in',
  phase: 'stage',
  shows: 'An anchor, a guest and a viewer log in.',
  next: 'Give three users of the stage with --user and --password, once for each.',
} as const;

const WRONG_PASSWORD = {
  id: 'wrong-password',
  phase: 'stage',
  shows: 'A wrong password is refused.',
  next: 'Stop using the stage: anybody can log in as anybody. Check its authentication mode.',
} as const;

const STRANGERS = {
  id: 'strangers',
  phase: 'stage',
  shows: 'Who is not logged in, or speaks in the name of somebody else, is refused.',
  next: 'Stop using the stage: it does not check who calls.',
} as const;

export function reach({ api, steps }: SmokeContext): Promise<Maybe<ClientConfig>> {
  return steps.take(REACH, {}, async () => {
    await api.call('ready');
    return api.call('clientConfig');
  });
}

export async function logIn(at: SmokeContext, config: Maybe<ClientConfig>): Promise<Maybe<People>> {
  const people = await at.steps.take(LOG_IN, { config }, async ({ config: { login } }) => {
    const users = at.users.length > 0 ? at.users : madeUp(login, at.mark);
    const [anchor, guest, viewer] = await Promise.all(users.slice(0, 3).map((user) => enter(at, user)));
    expectThat(anchor !== undefined && guest !== undefined && viewer !== undefined, 'three users', users.length);
    return { anchor, guest, viewer };
  });
  await at.steps.take(WRONG_PASSWORD, { config, people }, async ({ config: { login }, people: { anchor } }) => {
    if (login === 'jwks') {
      throw new NotExercisedError('the identity provider checks passwords, not this stage');
    }
    const wrong = at.api.call('login', { username: anchor.id, password: `no${at.mark}` });
    await expectRefusal(wrong, 'login_failed', 'a wrong password');
  });
  await at.steps.take(STRANGERS, { people }, async ({ people: { anchor, guest } }) => {
    const page = { page_num: 1, page_size: 1 };
    await expectRefusal(at.api.call('list', page), 'session_required', 'a call without a session');
    const forged = at.api.withToken('not.a.token').call('list', page);
    await expectRefusal(forged, 'session_invalid', 'a forged session');
    const other = guest.api.call('list', { ...page, user_id: anchor.id });
    await expectRefusal(other, 'identity_mismatch', 'a call in the name of somebody else');
  });
  return people;
}

/** Anybody may log in to a `demo` stage whose password is the name. */
function madeUp(login: ClientConfig['login'], mark: string): User[] {
  expectThat(login === 'demo', 'users to log in with, as the stage is not of the mode "demo"', login);
  return ['Anchor', 'Guest', 'Viewer'].map((role) => `smoke${role}${mark}`).map((name) => ({ name, password: name }));
}

async function enter({ api }: SmokeContext, { name, password }: User): Promise<Person> {
  expectThat(ID_PATTERN.test(name), 'a user name of letters and digits', name);
  const { token } = await api.call('login', { username: name, password });
  return { id: name, api: api.withToken(token) };
}
