import { describe, expect, it } from 'vitest';
import { ERRORS, type ErrorReason } from '../../../lambdas/api/errors.ts';
import { openApiDocument } from '../../../lambdas/api/openapi.ts';
import { reasonsOf } from '../../../lambdas/api/openapi-reasons.ts';
import { ROUTES, type Route } from '../../../lambdas/api/routes.ts';
import { world } from '../app-server/support/world.ts';

const document = openApiDocument('1.2.3');
const routes: [string, Route][] = Object.entries(ROUTES);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** Everything in the document that is called `name`, with where it stands. */
function all(name: string, value: unknown = document, at = ''): { readonly at: string; readonly value: unknown }[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, member]) => [
    ...(key === name ? [{ at: `${at}/${key}`, value: member as unknown }] : []),
    ...all(name, member, `${at}/${key}`),
  ]);
}

describe('A18: the OpenAPI document', () => {
  it('has exactly the routes of the table', () => {
    expect(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(
      routes.map(([, { method, path }]) => `${method} ${path}`).sort(),
    );
    expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(routes.map(([id]) => id).sort());
  });

  it.each(routes)('%s has a summary, its answers, and a body exactly when it reads one', (id, route) => {
    const operation = document.paths[route.path]?.[route.method.toLowerCase()];
    expect(operation?.operationId).toBe(id);
    expect(operation?.summary).toMatch(/^[A-Z].{15,}\.$/);
    expect(operation?.requestBody !== undefined).toBe(route.method === 'POST');
    expect(operation?.security).toEqual(
      route.access === 'session' || route.access === 'owner' ? [{ session: [] }] : undefined,
    );
    const statuses = [...new Set(reasonsOf(route).map((reason) => String(ERRORS[reason].status)))];
    expect(Object.keys(operation?.responses ?? {}).filter((status) => status !== '200')).toEqual(statuses.sort());
  });

  it('refers only to what it has', () => {
    for (const { at, value } of all('$ref')) {
      const found = String(value)
        .slice(2)
        .split('/')
        .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
      expect(found, at).toBeDefined();
    }
    expect(JSON.stringify(document)).not.toContain('#/$defs/');
  });

  it('has a component for each schema that it names, and names each of them', () => {
    const named = new Set(all('$ref').map(({ value }) => String(value)));
    const components = Object.entries(document.components)
      .filter(([kind]) => kind !== 'securitySchemes')
      .flatMap(([kind, members]) => Object.keys(members).map((name) => `#/components/${kind}/${name}`));
    expect(components.filter((name) => !named.has(name) && !isOnlyForQueries(name))).toEqual([]);
  });

  it('explains every field', () => {
    const silent = all('properties')
      .filter(({ at }) => at.startsWith('/components/schemas'))
      .flatMap(({ at, value }) =>
        Object.entries(value as object).flatMap(([name, schema]) =>
          (schema as { description?: string }).description === undefined ? [`${at}/${name}`] : [],
        ),
      );
    expect(silent).toEqual([]);
    const parameters = operations.flatMap(
      ({ operation }) => operation.parameters as { description?: string; name?: string }[],
    );
    expect(parameters.filter(({ name, description }) => name !== undefined && !description)).toEqual([]);
  });

  it('tells how to come back where an error says when', () => {
    const responses = Object.values(document.components.responses ?? {}) as { description: string; headers: object }[];
    for (const { description, headers } of responses) {
      const reasons = description.replace(/^Reason: |\.$/g, '').split(', ') as ErrorReason[];
      const comesBack = reasons.some((reason) => 'retryAfter' in ERRORS[reason]);
      expect('retry-after' in headers, description).toBe(comesBack);
      expect(headers).toHaveProperty('x-request-id');
    }
    expect(responses.length).toBeGreaterThan(10);
  });

  it('is served by every stage as it stands in the repository, to anybody', async () => {
    const at = await world();
    const { status, body } = await at.request('/openapi.json');
    expect(status).toBe(200);
    expect(Object.keys(body.paths as object).sort()).toEqual([...new Set(routes.map(([, { path }]) => path))].sort());
    expect(at.rows.calls).toEqual([]);
  });
});

/** Queries are written out as parameters. */
function isOnlyForQueries(name: string): boolean {
  const schema = name.split('/').at(-1) ?? '';
  return ['StreamCallback'].includes(schema);
}
