/** Log-in, as the stage wants it: by name and password, or with the token of the team's identity provider. */
import { useSignal } from '@preact/signals';
import { stage } from '../configuration.ts';
import { logIn, remember } from '../session.ts';
import { t } from '../words/words.ts';
import { attempt } from './notes.tsx';

/** A session of somebody else's token: how long it lasts is the provider's matter, so it is tried until it is refused. */
const TOKEN_LASTS_MS = 3_600_000;

export function LogIn() {
  return stage.value?.login === 'jwks' ? <TokenForm /> : <PasswordForm />;
}

function Head() {
  return (
    <header>
      <span class="mark" aria-hidden="true" />
      <h1>{t('login.title')}</h1>
      <p class="hint">{t('login.lead')}</p>
    </header>
  );
}

function PasswordForm() {
  const busy = useSignal(false);
  const isDemo = stage.value?.login === 'demo';
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const name = String(fields.get('name'));
    busy.value = true;
    await attempt(() => logIn(name, isDemo ? name : String(fields.get('password'))));
    busy.value = false;
  };
  return (
    <form class="card login" onSubmit={(event) => void submit(event)}>
      <Head />
      <label>
        {t('login.name')}
        <input
          name="name"
          required
          pattern="[A-Za-z0-9]{1,64}"
          title={t('login.name.rule')}
          autocomplete="username"
          autocapitalize="off"
          spellcheck={false}
        />
        <small>{t('login.name.rule')}</small>
      </label>
      {isDemo ? (
        <p class="hint">{t('login.demo')}</p>
      ) : (
        <label>
          {t('login.password')}
          <input name="password" type="password" required autocomplete="current-password" />
        </label>
      )}
      <button type="submit" class="main wide" disabled={busy.value}>
        {t('login.submit')}
      </button>
    </form>
  );
}

function TokenForm() {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const token = String(fields.get('token')).trim();
    remember({ userId: String(fields.get('name')), token, expiresAt: Date.now() + TOKEN_LASTS_MS });
  };
  return (
    <form class="card login" onSubmit={submit}>
      <Head />
      <p class="hint">{t('login.provider')}</p>
      <label>
        {t('login.name')}
        <input name="name" required pattern="[A-Za-z0-9]{1,64}" title={t('login.name.rule')} />
      </label>
      <label>
        {t('login.token')}
        <input name="token" type="password" required />
      </label>
      <button type="submit" class="main wide">
        {t('login.submit')}
      </button>
    </form>
  );
}
