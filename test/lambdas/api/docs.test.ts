import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../lambdas/api/openapi.ts';
import { apiPage } from '../../../lambdas/api/openapi-page.ts';
import project from '../../../package.json' with { type: 'json' };

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const document = openApiDocument(project.version);

/** The copy that is served is in the bundle of the function, where white space would only cost. */
const GENERATED: readonly (readonly [file: string, content: string])[] = [
  ['docs/openapi.json', `${JSON.stringify(document, null, 2)}\n`],
  ['lambdas/app-server/health/openapi.json', `${JSON.stringify(document)}\n`],
  ['docs/api.md', apiPage(document)],
];

describe('the documentation of the API', () => {
  it.each(GENERATED)('A18: %s is up to date (else run `npm run docs`)', (file, content) =>
    expect(content).toMatchFileSnapshot(path.join(PROJECT, file)),
  );
});
