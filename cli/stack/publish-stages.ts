/** Writes what is put on a web server for deployments without a clone: templates, a launch page, a badge for the README. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isLocal } from '../../cdk/config/checks.ts';
import { loadConfig } from '../../cdk/config/load.ts';
import { stageNames, stageOf } from '../../cdk/config/stage.ts';
import { launchPage } from '../../cdk/launch-page.ts';
import { BADGE_FILE, badgeImage, badgeOf, type Launch, launchOf, type Site } from '../../cdk/publish.ts';
import { CliError } from '../errors.ts';
import { type SynthResult, synthStages } from './synth-stages.ts';

export interface PublishOptions {
  readonly config: string;
  readonly out: string;
  /** Where the files will be readable by anybody, e.g. `https://bucket.oss-cn-shanghai.aliyuncs.com/live`. */
  readonly url: string;
  readonly site: Site;
}

export interface Publication {
  readonly templates: readonly SynthResult[];
  readonly launches: readonly Launch[];
  readonly page: string;
  /** Markdown. */
  readonly badge: string;
}

/** Stages of the local cloud are left out: no console can reach it. */
export async function publishStages({ config, out, url, site }: PublishOptions): Promise<Publication> {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
    throw new CliError('BadUrl', `--url ${url}: an https URL is expected, where the files will be readable`, {
      exitCode: 2,
    });
  }
  const loaded = await loadConfig(config);
  const stages = stageNames(loaded)
    .map((name) => stageOf(loaded, name))
    .filter((stage) => !isLocal(stage));
  const templates: SynthResult[] = [];
  for (const { name } of stages) templates.push(...(await synthStages({ config, out, stage: name })));
  const launched = stages.map((stage) => ({ stage, launch: launchOf(stage, url, site) }));
  const page = join(out, 'index.html');
  await writeFile(page, launchPage(launched, loaded.written.app));
  await writeFile(join(out, BADGE_FILE), badgeImage());
  const launches = launched.map(({ launch }) => launch);
  return { templates, launches, page, badge: badgeOf(url) };
}
