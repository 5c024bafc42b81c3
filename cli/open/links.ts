/** Where a person looks at a deployed stage. */
import { spawn } from 'node:child_process';
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { stacksOf } from '../cloud/stacks.ts';
import { CliError } from '../errors.ts';
import { outputsOfStage } from '../stage-outputs.ts';
import { targetOf } from '../stage-target.ts';

export type Links = Readonly<Record<string, string>>;

/** UNCERTAIN: the consoles' own addresses below their hosts. A local cloud has one console for all. */
export async function linksOf(options: {
  readonly config: string;
  readonly stage: string;
  readonly endpoint?: string;
}): Promise<Links> {
  const stage = stageOf(await loadConfig(options.config), options.stage);
  const target = await targetOf(stage, options.endpoint);
  const outputs = await outputsOfStage(stage, target);
  const app = String(outputs.AppServerUrl);
  if (target.endpoint !== undefined) return { app, console: target.endpoint };
  const stackId = (await stacksOf(target).find(stage.stackName))?.stackId;
  const site = stage.region.startsWith('cn-') ? 'aliyun.com' : 'alibabacloud.com';
  const generation = stage.compute === 'fc2' ? 'fc' : 'fcnext';
  return {
    app,
    stack: `https://ros.console.${site}/${stage.region}/stacks/${stackId ?? ''}`,
    functions: `https://${generation}.console.${site}/${stage.region}/functions`,
    live: outputs['Console.Live'] ?? `https://live.console.${site}/`,
    logs: outputs['Console.Logs'] ?? `https://sls.console.${site}/`,
  };
}

export function linkOf(links: Links, what: string): string {
  const url = links[what];
  if (url !== undefined) return url;
  throw new CliError('NoSuchLink', `there is nothing to open of the name "${what}"`, {
    hint: `There are ${Object.keys(links).join(', ')}.`,
    exitCode: 2,
  });
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['explorer'],
};

/** Where no browser can be opened the printed address has to do. */
export function openInBrowser(url: string): void {
  const [command = 'xdg-open', ...args] = OPENERS[process.platform] ?? [];
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => child.unref());
  child.unref();
}
