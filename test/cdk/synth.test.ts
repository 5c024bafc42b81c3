import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundle, MAX_ZIP_BYTES } from '../../cdk/functions/bundle.ts';
import { MAX_RESOURCES } from '../../cdk/rules/limits.ts';
import { expectTemplateSize, MAX_TEMPLATE_BYTES, synthesize, writeTemplate } from '../../cdk/synth.ts';
import { CODE, FULL, PROJECT, STAGES, stage, synth } from './support.ts';

const each = [...STAGES, FULL, { ...FULL, compute: 'fc2' as const }].map(
  (one, index) => [`${index + 1}: ${one.name} on ${one.compute}`, one] as const,
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'live-stack-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('T2 every stage', () => {
  it.each(each)('%s synthesizes within the limits of ROS', async (_title, one) => {
    const { template, body, bytes, stackName } = await synth(one);
    expect(stackName).toBe(one.stackName);
    expect(Object.keys(template.Resources).length).toBeLessThanOrEqual(MAX_RESOURCES);
    expect(JSON.parse(body)).toEqual(template);
    expect(bytes).toBe(Buffer.byteLength(body));
    expect(template.ROSTemplateFormatVersion).toBe('2015-09-01');
  });

  it('fits with the largest zip that the bundler lets pass, with room to spare', async () => {
    const zip = new Uint8Array(MAX_ZIP_BYTES);
    const { bytes } = await synthesize(FULL, { bundle: { ...CODE, zip } });
    expect(bytes).toBeLessThan(450_000);
  });

  it('above the limit is refused with what to do', async () => {
    const zip = new Uint8Array(390_000);
    await expect(synthesize(stage('local'), { bundle: { ...CODE, zip } })).rejects.toThrow(
      /template of stage "local" has \d+ bytes, ROS accepts 524288: .*upload it to OSS/,
    );
    expect(() => expectTemplateSize({ name: 'x' }, MAX_TEMPLATE_BYTES)).not.toThrow();
    expect(() => expectTemplateSize({ name: 'x' }, MAX_TEMPLATE_BYTES + 1)).toThrow(/524289/);
  });

  it('carries the real functions', async () => {
    const code = await bundle();
    const { template, bytes } = await synthesize(stage('local'), { bundle: code });
    const zip = Buffer.from(String(Object.values(template.Mappings?.Code?.Functions ?? {})[0]), 'base64');
    expect(zip.equals(Buffer.from(code.zip))).toBe(true);
    expect(bytes).toBeLessThan(450_000);
  });
});

describe('T1 synthesis', () => {
  it('gives the same bytes twice in one process', async () => {
    const again = await synthesize(FULL, { bundle: CODE });
    expect(again.body).toBe((await synth(FULL)).body);
  });

  it('gives the same bytes in any locale, time zone and working directory', async () => {
    const script = path.join(PROJECT, 'node_modules', `.live-stack-synth-${process.pid}.mjs`);
    await build({
      stdin: {
        contents: `
          import { loadConfig } from './cdk/config/load.ts';
          import { stageOf } from './cdk/config/stage.ts';
          import { pack } from './cdk/functions/bundle.ts';
          import { synthesize } from './cdk/synth.ts';
          const stage = stageOf(await loadConfig(process.argv[2]), 'cn-shanghai');
          process.stdout.write((await synthesize(stage, { bundle: pack(Buffer.from('x')) })).sha256);`,
        resolveDir: PROJECT,
        loader: 'ts',
      },
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      outfile: script,
      logLevel: 'silent',
    });
    try {
      const surroundings = [
        { TZ: 'UTC', LANG: 'C', cwd: PROJECT },
        { TZ: 'Pacific/Apia', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', cwd: folder },
      ];
      const hashes = surroundings.map(({ cwd, ...env }) =>
        execFileSync(process.execPath, [script, path.join(PROJECT, 'ros.json')], {
          cwd,
          env: { ...process.env, ...env },
          encoding: 'utf8',
        }),
      );
      expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
      expect(new Set(hashes).size).toBe(1);
      expect(await readdir(folder)).toEqual([]);
    } finally {
      await rm(script, { force: true });
    }
  });

  it('names no place of this machine', async () => {
    const { body } = await synth(FULL);
    expect(body).not.toContain(os.tmpdir());
    expect(body).not.toContain(PROJECT);
    expect(body).not.toContain(os.hostname());
  });
});

describe('writeTemplate', () => {
  it('writes <stage>.template.json into a folder that it makes', async () => {
    const target = path.join(folder, 'deep', 'out');
    const file = await writeTemplate(stage('ap-southeast-1'), target, { bundle: CODE });
    expect(file).toBe(path.join(target, 'ap-southeast-1.template.json'));
    expect(await readFile(file, 'utf8')).toBe((await synth(stage('ap-southeast-1'))).body);
    await rm(path.join(folder, 'deep'), { recursive: true });
  });

  it('leaves nothing in the system’s temporary folder', async () => {
    // One of its own: other programs of this machine use the real one meanwhile.
    vi.stubEnv('TMPDIR', folder);
    try {
      await synthesize(stage('local'), { bundle: CODE });
      expect(await readdir(folder)).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('writes nothing when the template is not sound', async () => {
    const code = { ...CODE, zip: new Uint8Array(400_000) };
    await expect(writeTemplate(stage('local'), path.join(folder, 'none'), { bundle: code })).rejects.toThrow();
    expect(await readdir(folder)).toEqual([]);
  });
});
