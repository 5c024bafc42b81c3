import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import project from '../../package.json' with { type: 'json' };

const LAMBDAS = fileURLToPath(new URL('../../lambdas', import.meta.url));

function packagesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .flatMap((entry) => {
      const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
      return [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map((match) => String(match[1]));
    })
    .filter((specifier) => /^@?\w[\w./@-]*$/.test(specifier) && !specifier.startsWith('node:'))
    .map((specifier) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier);
}

describe('the packages that run in the functions', () => {
  const used = [...new Set(packagesOf(LAMBDAS))].sort();

  it('W44: are these five and no others', () => {
    expect(used).toEqual(['@alicloud/pop-core', 'hono', 'jose', 'tablestore', 'zod']);
  });

  it.each(used)('%s is a dependency of the project, so that its updates are seen', (name) => {
    expect(Object.keys(project.dependencies)).toContain(name);
  });
});
