import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagram } from '../../../cli/diagram/diagram.ts';

/** The code is of no matter for a picture: the stage names a place in OSS, so that nothing has to be bundled. */
let config: string;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'diagram-'));
  config = join(directory, 'ros.json');
  const written = JSON.parse(await readFile(new URL('../../../ros.json', import.meta.url), 'utf8'));
  written.defaults.code = { ossBucket: 'a-bucket', ossObject: 'code.zip' };
  await writeFile(config, JSON.stringify(written));
});
afterAll(() => rm(directory, { recursive: true }));

const draw = (format: 'svg' | 'mermaid', stage = 'local') => diagram({ config, stage, format });

describe('the picture of a stage', () => {
  it('of stage cn-shanghai is the one in the README (else run `npm run docs`)', async () => {
    const { text } = await draw('svg', 'cn-shanghai');
    await expect(text).toMatchFileSnapshot('../../../docs/images/architecture.svg');
  });

  it('is the same every time', async () => {
    expect((await draw('svg')).text).toBe((await draw('svg')).text);
  });

  it('shows every part of the template once, and flows only between what is there', async () => {
    const { architecture, text } = await draw('svg');
    const ids = architecture.components.map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining(['ingest', 'streaming', 'appServer', 'messaging', 'database', 'logs', 'vod']),
    );
    const resources = architecture.components.flatMap((component) => component.resources);
    expect(new Set(resources).size).toBe(resources.length);
    for (const { from, to } of architecture.flows) expect(ids).toEqual(expect.arrayContaining([from, to]));
    expect(text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(text).not.toMatch(/NaN|undefined/);
    expect([...text.matchAll(/<(svg|g|text|title|defs|marker)\b/g)]).toHaveLength(
      [...text.matchAll(/<\/(svg|g|text|title|defs|marker)>/g)].length,
    );
  });

  it('is Mermaid as well', async () => {
    const { text } = await draw('mermaid');
    expect(text).toMatch(/^---\ntitle: interactive-live-local\n---\nflowchart LR\n/);
    expect(text).toMatch(/streamer -- "push" --> ingest/);
    expect(text).toMatch(/ros -\. "deploy" \.-> provisioner/);
  });
});
