import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folder, run } from './live-stack.ts';

const app = JSON.parse(await readFile(new URL('../../cdk.json', import.meta.url), 'utf8')).app as string;

describe('the app of cdk.json, as the official ROS CDK command line runs it', () => {
  let directory: string;
  let outdir: string;
  beforeAll(async () => {
    directory = await folder();
    outdir = await mkdtemp(join(directory, 'assembly-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('P1: writes under CDK_OUTDIR, byte for byte, the templates that synth writes, and names them in its manifest', async () => {
    const [command, file, ...args] = app.split(' ');
    expect({ command, file }).toEqual({ command: 'node', file: 'dist/live-stack.js' });
    expect(await run(directory, args, { CDK_OUTDIR: outdir })).toMatchObject({ code: 0, stderr: '' });
    const synth = await run(directory, ['--json', 'synth', '--out', 'out']);
    const { templates } = JSON.parse(synth.stdout) as { templates: readonly { file: string }[] };
    const { artifacts } = JSON.parse(await readFile(join(outdir, 'manifest.json'), 'utf8')) as {
      artifacts: Record<string, { properties?: { templateFile?: string } }>;
    };
    const named = Object.values(artifacts).flatMap(({ properties }) => properties?.templateFile ?? []);
    expect(named).toHaveLength(templates.length);
    expect(named.length).toBeGreaterThan(1);
    const written = await Promise.all(named.map((name) => readFile(join(outdir, name))));
    const synthesized = await Promise.all(templates.map(({ file: name }) => readFile(join(directory, name))));
    const sorted = (bodies: readonly Buffer[]) => [...bodies].sort(Buffer.compare);
    expect(Buffer.concat(sorted(written)).equals(Buffer.concat(sorted(synthesized)))).toBe(true);
    expect((await readdir(outdir)).filter((name) => name.endsWith('.template.json')).sort()).toEqual(named.sort());
  });
});
