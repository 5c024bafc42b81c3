/** Writes a new `ros.json` with one local stage and one of the cloud. */
import { writeFile } from 'node:fs/promises';
import type { REGIONS } from '../../cdk/config/fields.ts';
import { parseConfig } from '../../cdk/config/load.ts';
import { NAME_PATTERN } from '../../cdk/config/schema.ts';
import { CliError } from '../errors.ts';
import { askChoice, askText } from '../questions.ts';

export type Region = (typeof REGIONS)[number];

export interface Answers {
  readonly app: string;
  readonly region: Region;
  readonly ingest: string;
  readonly streaming: string;
  readonly dns: 'manual' | 'alidns';
}

/** Flags: each that is absent is asked for, or takes its default where nobody can be asked. */
export interface InitOptions extends Partial<Answers> {
  readonly config: string;
  /** An existing file is overwritten. */
  readonly force: boolean;
}

export interface Initialized {
  readonly file: string;
  readonly stages: readonly string[];
}

export async function init(options: InitOptions, canAsk: boolean): Promise<Initialized> {
  const answers = canAsk ? await ask(options) : { ...DEFAULTS, ...given(options) };
  const written = configOf(answers);
  const text = `${JSON.stringify(written, undefined, 2)}\n`;
  // The rules of the file are its own: what they say is what the caller reads.
  parseConfig(options.config, text);
  await writeNew(options.config, text, options.force);
  return { file: options.config, stages: Object.keys(written.stages) };
}

const DEFAULTS: Answers = {
  app: 'interactive-live',
  region: 'cn-shanghai',
  ingest: 'ingest.example.com',
  streaming: 'streaming.example.com',
  dns: 'manual',
};

function given({ app, region, ingest, streaming, dns }: Partial<Answers>): Partial<Answers> {
  const all = { app, region, ingest, streaming, dns };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

async function ask(options: InitOptions): Promise<Answers> {
  const app = options.app ?? (await askName());
  const region =
    options.region ??
    (await askChoice<Region>('Region of the cloud stage?', [
      {
        value: 'cn-shanghai',
        label: 'cn-shanghai',
        hint: 'viewers in the Chinese mainland; domains need an ICP filing',
      },
      { value: 'ap-southeast-1', label: 'ap-southeast-1', hint: 'viewers elsewhere; no ICP filing' },
    ]));
  const ingest = options.ingest ?? (await askDomain('Domain that anchors push to?', DEFAULTS.ingest));
  const streaming = options.streaming ?? (await askDomain('Domain that viewers play from?', DEFAULTS.streaming));
  const dns =
    options.dns ??
    (await askChoice<'manual' | 'alidns'>('Who adds the DNS records?', [
      { value: 'manual', label: 'I do', hint: 'the command says which' },
      { value: 'alidns', label: 'the stack', hint: 'the zone is in Alibaba Cloud DNS of the same account' },
    ]));
  return { app, region, ingest, streaming, dns };
}

const askName = () =>
  askText({
    message: 'Name of the app? Every stack begins with it.',
    initialValue: DEFAULTS.app,
    validate: (value) => (NAME_PATTERN.test(value) ? undefined : 'lower-case letters, digits and single dashes'),
  });

const askDomain = (message: string, placeholder: string) =>
  askText({
    message,
    initialValue: placeholder,
    validate: (value) => (value.includes('.') ? undefined : 'a full name'),
  });

function configOf({ app, region, ingest, streaming, dns }: Answers) {
  const isMainland = region.startsWith('cn-');
  return {
    app,
    stages: {
      local: {
        region,
        domains: { ingest: 'ingest.localhost', streaming: 'streaming.localhost' },
        origins: { ingest: 'rtmp://127.0.0.1:1935', streaming: 'http://127.0.0.1:7302' },
        authentication: { mode: 'demo' },
        deletionPolicy: 'delete',
      },
      [region]: {
        region,
        domains: { ingest, streaming },
        domainScope: isMainland ? 'domestic' : 'overseas',
        ...(dns === 'alidns' ? { dns, dnsZone: zoneOf(ingest) } : {}),
      },
    },
  };
}

/** The name without its first label. */
function zoneOf(domain: string): string {
  return domain.slice(domain.indexOf('.') + 1);
}

async function writeNew(file: string, text: string, force: boolean): Promise<void> {
  try {
    await writeFile(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new CliError('FileExists', `${file} exists already`, {
      hint: 'Name another file with --config, or overwrite it with --force.',
      exitCode: 2,
    });
  }
}
