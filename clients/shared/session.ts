/** Who is logged in, kept in this browser for as long as the token lasts. */
import { computed, signal } from '@preact/signals';
import { type ApiClient, apiClient } from '../../lambdas/api/client.ts';
import { appServer } from './configuration.ts';
import { patient } from './patience.ts';

export interface Session {
  readonly userId: string;
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

const STORE = 'interactive-live.session';

export const session = signal<Session | undefined>(undefined);

/** The API as whoever is logged in, or as nobody. */
export const api = computed<ApiClient>(() => {
  const token = session.value?.token;
  return patient(apiClient({ origin: appServer.value, ...(token === undefined ? {} : { token }) }));
});

/** Takes up the session of an earlier visit to the same AppServer, if it still lasts. */
export function resumeSession(now: number): void {
  const kept: unknown = JSON.parse(localStorage.getItem(STORE) ?? 'null');
  const { server, ...rest } = (kept ?? {}) as Partial<Session> & { server?: string };
  if (server === appServer.value && isSession(rest) && rest.expiresAt > now) session.value = rest;
}

/** @throws ApiFailure 401 when name and password do not fit */
export async function logIn(userId: string, password: string): Promise<void> {
  const { token, expire } = await api.value.call('loginV1', { username: userId, password });
  remember({ userId, token, expiresAt: Date.parse(expire) });
}

/** For stages whose users come from the team's own identity provider: its token is the session. */
export function remember(next: Session): void {
  session.value = next;
  localStorage.setItem(STORE, JSON.stringify({ ...next, server: appServer.value }));
}

export function logOut(): void {
  session.value = undefined;
  localStorage.removeItem(STORE);
}

function isSession(value: Partial<Session>): value is Session {
  return typeof value.userId === 'string' && typeof value.token === 'string' && typeof value.expiresAt === 'number';
}
