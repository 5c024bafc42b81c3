import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from './support.ts';

interface Import {
  readonly file: string;
  readonly from: string;
}

/** What the files of a folder import; relative ones as paths inside the project. */
async function importsOf(folder: string): Promise<Import[]> {
  const root = path.join(PROJECT, folder);
  const files = (await readdir(root, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const found = files.map(async (file) => {
    const text = await readFile(path.join(root, file), 'utf8');
    const specifiers = [...text.matchAll(/^(?:import|export) [^;]*?from '([^']+)';/gms)].map((match) => match[1] ?? '');
    const inside = (specifier: string) =>
      specifier.startsWith('.') ? path.posix.join(folder, path.posix.dirname(file), specifier) : specifier;
    return specifiers.map((specifier): Import => ({ file: path.posix.join(folder, file), from: inside(specifier) }));
  });
  return (await Promise.all(found)).flat();
}

describe('cdk/live', () => {
  it('could be published on its own: it imports the CDK core and itself', async () => {
    const imports = await importsOf('cdk/live');
    expect(imports.length).toBeGreaterThan(12);
    const allowed = ({ from }: Import) => from === '@alicloud/ros-cdk-core' || from.startsWith('cdk/live/');
    expect(imports.filter((one) => !allowed(one))).toEqual([]);
  });
});

describe('cdk', () => {
  it('imports nothing of the functions but the table definitions, and nothing of the rest', async () => {
    const imports = await importsOf('cdk');
    const outside = imports.filter(({ from }) => /^(lambdas|cli|local|clients|test)\//.test(from));
    expect([...new Set(outside.map(({ from }) => from))]).toEqual(['lambdas/cloud/tables.ts']);
  });

  it('knows the generations of Function Compute in one file each', async () => {
    const imports = await importsOf('cdk');
    const users = (name: string) => imports.filter(({ from }) => from === name).map(({ file }) => file);
    expect(users('@alicloud/ros-cdk-fc3')).toEqual(['cdk/functions/fc3.ts']);
    expect(users('@alicloud/ros-cdk-fc')).toEqual(['cdk/functions/fc2.ts']);
  });

  it('uses zod as a namespace, which keeps a bundle small', async () => {
    const files = (await importsOf('cdk')).filter(({ from }) => from === 'zod').map(({ file }) => file);
    for (const file of files) {
      expect(await readFile(path.join(PROJECT, file), 'utf8')).toMatch(/^import (type )?\* as z from 'zod';$/m);
    }
  });
});
