import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../lambdas/api/openapi.ts';
import { apiPage } from '../../../lambdas/api/openapi-page.ts';
import project from '../../../package.json' with { type: 'json' };

const inProject = (file: string): string => fileURLToPath(new URL(path.join('../../..', file), import.meta.url));
const document = openApiDocument(project.version);

const SERVED = 'lambdas/app-server/health/openapi.json';
const GENERATED: readonly (readonly [file: string, content: string])[] = [
  ['docs/openapi.json', writtenOnce('docs/openapi.json')],
  ['docs/api.md', apiPage(document)],
  [SERVED, packedOnce(JSON.stringify(document))],
];

/** What is there already, if it says the same: formatters put its lines elsewhere. */
function writtenOnce(file: string): string {
  const present = readFileSync(inProject(file), 'utf8');
  const text = JSON.stringify(document);
  return JSON.stringify(JSON.parse(present)) === text ? present : `${JSON.stringify(document, null, 2)}\n`;
}

/** What is there already, if it unpacks to this text: versions of the library pack differently. */
function packedOnce(text: string): string {
  const present = readFileSync(inProject(SERVED), 'utf8');
  const { brotli } = JSON.parse(present) as { brotli: string };
  return brotliDecompressSync(Buffer.from(brotli, 'base64')).toString() === text ? present : packed(text);
}

function packed(text: string): string {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
  return `${JSON.stringify({ brotli: brotliCompressSync(text, { params }).toString('base64') }, null, 2)}\n`;
}

describe('the documentation of the API', () => {
  it.each(GENERATED)('A18: %s is up to date (else run `npm run docs`)', (file, content) =>
    expect(content).toMatchFileSnapshot(inProject(file)),
  );
});
