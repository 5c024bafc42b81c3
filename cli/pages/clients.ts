/** Serves the streamer's and the viewer's page for any deployed stage; stays until stopped. */
import { once } from 'node:events';
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { listen } from '../../local/listen.ts';
import type { CommandContext } from '../context.ts';
import { CliError } from '../errors.ts';
import { deployedOutputs } from '../stage-outputs.ts';
import { openPages, PAGES_PORT } from './serve.ts';

export interface ClientsOptions {
  readonly config: string;
  readonly stage?: string;
  /** Any AppServer, deployed by whom it may be. */
  readonly appServer?: string;
  readonly endpoint?: string;
  /** Exactly this port; absent: 7303 or the next free one. */
  readonly port?: number;
}

export async function runClients(options: ClientsOptions, { terminal, signal }: CommandContext): Promise<void> {
  const appServer = await appServerOf(options);
  const pages = openPages({ appServer });
  try {
    const exact = options.port !== undefined;
    const port = await listen(pages.server, { host: '127.0.0.1', port: options.port ?? PAGES_PORT, exact });
    const url = `http://127.0.0.1:${port}`;
    terminal.result(summary(url, appServer), { url, appServer });
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await pages.close();
  }
}

async function appServerOf({ config, stage, appServer, endpoint }: ClientsOptions): Promise<string> {
  if (appServer !== undefined) {
    if (URL.canParse(appServer) && /^https?:$/.test(new URL(appServer).protocol)) return new URL(appServer).origin;
    throw new CliError('BadAppServer', `--app-server ${appServer}: a URL like https://live.example.com is expected`, {
      exitCode: 2,
    });
  }
  if (stage === undefined) {
    throw new CliError('NoStage', 'the pages need to know their AppServer', {
      hint: 'Pass --stage with a deployed stage of ros.json, or --app-server with a URL.',
      exitCode: 2,
    });
  }
  const { AppServerUrl } = await deployedOutputs(stageOf(await loadConfig(config), stage), endpoint);
  return String(AppServerUrl);
}

function summary(url: string, appServer: string): string {
  return [
    '',
    `  Streamer   ${url}/streamer/`,
    `  Viewer     ${url}/viewer/`,
    `  AppServer  ${appServer}`,
    '',
    `The AppServer must allow the origin ${url} (corsOrigins in ros.json). Ctrl-C stops this.`,
    '',
  ].join('\n');
}
