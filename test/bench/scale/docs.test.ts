import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Costs } from './costs.ts';
import { measureCosts } from './measure.ts';
import { written } from './page.ts';
import { sections } from './report.ts';

const read = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8');
const json = async <Content>(name: string): Promise<Content> => JSON.parse(await read(name)) as Content;

describe('the scale model', () => {
  it('knows what requests cost now (else run `npm run scale -- --measure --write`)', async () => {
    const kept = await json<Costs>('./costs.json');
    expect(await measureCosts(kept.about)).toEqual(kept);
  }, 300_000);

  it('is what docs/scale.md shows (else run `npm run scale -- --write`)', async () => {
    const page = await read('../../../docs/scale.md');
    const inputs = {
      before: await json<Costs>('./costs-before.json'),
      now: await json<Costs>('./costs.json'),
    };
    expect(written(page, sections(inputs))).toBe(page);
  });
});
