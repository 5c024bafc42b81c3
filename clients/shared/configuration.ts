/** Where the AppServer is: told by `config.json` beside the pages, so that the same build serves every stage. */
import { signal } from '@preact/signals';
import { apiClient } from '../../lambdas/api/client.ts';
import type { ResponseOf } from '../../lambdas/api/routes.ts';

export interface PageConfiguration {
  /** Origin of the AppServer, e.g. `http://127.0.0.1:7301`. */
  readonly appServer: string;
}

export type StageConfiguration = ResponseOf<'clientConfig'>;

/** What the stage offers; undefined until it is known. */
export const stage = signal<StageConfiguration | undefined>(undefined);
export const appServer = signal('');

/** Pages of all kinds lie in a folder below the one that has the configuration, except the entry page. */
const PLACES = ['../config.json', './config.json'];

/** @throws Error in words for the person who set the pages up */
export async function loadConfiguration(): Promise<void> {
  const { appServer: origin } = await pageConfiguration();
  appServer.value = origin.replace(/\/+$/, '');
  stage.value = await apiClient({ origin }).call('clientConfig');
}

async function pageConfiguration(): Promise<PageConfiguration> {
  for (const place of PLACES) {
    const response = await fetch(new URL(place, document.baseURI), { cache: 'no-cache' });
    if (response.ok && response.headers.get('content-type')?.includes('json')) {
      const value: unknown = await response.json();
      if (isConfiguration(value)) return value;
    }
  }
  throw new Error('config.json is missing beside these pages: it says {"appServer": "https://…"}');
}

function isConfiguration(value: unknown): value is PageConfiguration {
  return typeof (value as Partial<PageConfiguration> | null)?.appServer === 'string';
}
