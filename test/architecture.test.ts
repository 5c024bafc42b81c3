import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ISOLATED } from '../vitest.config.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** For each part: which of our own paths it may import. A trailing slash is a folder, anything else one file. */
const MAY_IMPORT: readonly (readonly [part: string, allowed: readonly string[]])[] = [
  ['lambdas/api/', ['lambdas/api/']],
  ['lambdas/cloud/', ['lambdas/cloud/']],
  ['lambdas/app-server/', ['lambdas/app-server/', 'lambdas/api/', 'lambdas/cloud/']],
  ['lambdas/provisioner/', ['lambdas/provisioner/', 'lambdas/cloud/']],
  ['lambdas/main.ts', ['lambdas/app-server/server.ts', 'lambdas/provisioner/server.ts', 'lambdas/cloud/']],
  ['cdk/live/', ['cdk/live/']],
  ['cdk/', ['cdk/', 'lambdas/cloud/tables.ts']],
  ['local/', ['local/']],
  ['cli/local-cloud/start.ts', ['cli/', 'cdk/', 'lambdas/api/', 'local/cloud.ts', 'local/listen.ts', 'local/state.ts']],
  // The store alone is a program of its own: it has no stage to deploy, so nothing else of the local cloud is needed.
  ['cli/local-cloud/tablestore.ts', ['cli/', 'local/tablestore/server.ts', 'local/listen.ts']],
  // A command that serves: which port is free is asked in one way.
  ['cli/pages/clients.ts', ['cli/', 'cdk/', 'local/listen.ts']],
  ['cli/main.ts', ['cli/', 'package.json']],
  ['cli/', ['cli/', 'cdk/', 'lambdas/api/', 'lambdas/cloud/']],
  ['clients/', ['clients/', 'lambdas/api/']],
];

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

function specifiersOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map((match) => String(match[1]));
}

/** Paths of our own files that a file imports, relative to the root. */
function importsOf(file: string): string[] {
  const own = specifiersOf(file).filter((specifier) => specifier.startsWith('.'));
  return own.map((specifier) => relative(ROOT, resolve(ROOT, dirname(file), specifier)));
}

const covers = (path: string, file: string): boolean => (path.endsWith('/') ? file.startsWith(path) : file === path);

describe('the parts of the project import only what ARCHITECTURE allows', () => {
  const files = ['lambdas', 'cdk', 'local', 'cli', 'clients'].flatMap(sources);

  it.each(MAY_IMPORT)('%s imports only %j', (part, allowed) => {
    // The first line that covers a file decides.
    const members = files.filter((file) => MAY_IMPORT.find(([each]) => covers(each, file))?.[0] === part);
    expect(members.length).toBeGreaterThan(0);
    const offences = members.flatMap((file) =>
      importsOf(file)
        .filter((imported) => !allowed.some((path) => covers(path, imported)))
        .map((imported) => `${file} imports ${imported}`),
    );
    expect(offences).toEqual([]);
  });

  it('cdk/live could be published on its own: its only package is the CDK core', () => {
    const packages = files.filter((file) => file.startsWith('cdk/live/')).flatMap(specifiersOf);
    expect(new Set(packages.filter((specifier) => !specifier.startsWith('.')))).toEqual(
      new Set(['@alicloud/ros-cdk-core']),
    );
  });

  it.each([
    ['@alicloud/ros-cdk-fc3', ['cdk/functions/fc3.ts']],
    ['@alicloud/ros-cdk-fc', ['cdk/functions/fc2.ts']],
  ])('%s is known in one file', (name, users) => {
    expect(files.filter((file) => specifiersOf(file).includes(name))).toEqual(users);
  });

  it('covers every source file', () => {
    expect(files.filter((file) => !MAY_IMPORT.some(([part]) => covers(part, file)))).toEqual([]);
  });
});

describe('test files that share a process', () => {
  const REPLACES =
    /\bvi\.(?:mock|doMock|stubGlobal|resetModules|useFakeTimers)\b|\bprocess\.chdir\(|^ *globalThis\.\w+ = /m;
  const files = sources('test').filter((file) => !/^test\/(?:browser|long|bench)\//.test(file));
  const isAlone = (file: string): boolean => ISOLATED.some((path) => covers(path, file));
  const replacing = files.filter((file) => REPLACES.test(readFileSync(join(ROOT, file), 'utf8')));

  it('replace nothing that the next one would see', () => {
    expect(replacing.filter((file) => !isAlone(file))).toEqual([]);
  });

  it.each(ISOLATED)('%s does replace something, and so is alone', (path) => {
    expect(replacing.filter((file) => covers(path, file))).not.toEqual([]);
  });
});
