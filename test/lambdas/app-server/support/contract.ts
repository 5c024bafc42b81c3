/** Holds every answer of the tests against the OpenAPI document: its schema, and the errors that its route may give (A18). */
import * as z from 'zod';
import { openApiDocument } from '../../../../lambdas/api/openapi.ts';
import { reasonsOf } from '../../../../lambdas/api/openapi-reasons.ts';
import { ROUTES, type Route } from '../../../../lambdas/api/routes.ts';
import type { HttpAnswer } from '../../../../lambdas/app-server/http/exchange.ts';
import type { Application } from '../../../../lambdas/app-server/http/listener.ts';

const routes = new Map(
  Object.values(ROUTES as Readonly<Record<string, Route>>).map((route) => [`${route.method} ${route.path}`, route]),
);
const document = openApiDocument('test');
const validators = new Map<string, z.ZodType>();

/** The same application; throws where an answer is not as the document says. */
export function keepsContract(app: Application): Application {
  return {
    fetch: (request, { sent, send }) =>
      app.fetch(request, {
        sent,
        send: (answer) => {
          const name = `${sent.method} ${sent.path}`;
          const route = routes.get(name);
          if (route) {
            check(name, route, answer);
          }
          send(answer);
        },
      }),
  };
}

function check(name: string, route: Route, { status, headers, body }: HttpAnswer): void {
  const answer: unknown = JSON.parse(body);
  if (status !== 200) {
    const { reason } = answer as { reason: string };
    const known: readonly string[] = reasonsOf(route);
    if (!known.includes(reason)) {
      throw new Error(`${name} answered ${reason}, which is not among the errors of its route: ${known.join(', ')}`);
    }
  }
  if (headers['x-request-id'] === undefined) {
    throw new Error(`${name} answered without x-request-id`);
  }
  const parsed = validatorOf(route, status === 200).safeParse(answer);
  if (!parsed.success) {
    throw new Error(`${name} answered ${body}, which is not as documented: ${z.prettifyError(parsed.error)}`);
  }
}

function validatorOf(route: Route, isSuccess: boolean): z.ZodType {
  const key = isSuccess ? `${route.method} ${route.path}` : 'error';
  const known = validators.get(key);
  if (known) {
    return known;
  }
  const operation = document.paths[route.path]?.[route.method.toLowerCase()];
  const success = operation?.responses[200] as { content: Record<string, { schema: object }> } | undefined;
  const schema = isSuccess ? success?.content['application/json']?.schema : { $ref: '#/components/schemas/Error' };
  const made = z.fromJSONSchema(closed({ ...schema, $defs: document.components.schemas }) as never);
  validators.set(key, made);
  return made;
}

/** The schema with references as JSON Schema has them, and closed to fields that it does not name. */
function closed(schema: object): object {
  const text = JSON.stringify(schema).replaceAll('#/components/schemas/', '#/$defs/');
  return JSON.parse(text, (key, value: unknown) => {
    // Patterns of JSON Schema are Unicode ones; zod makes others of them, which read `\p{…}` wrongly.
    if (key === 'pattern' && String(value).includes('\\p{')) {
      return undefined;
    }
    const isClosed = typeof value === 'object' && value !== null && 'properties' in value;
    return isClosed ? { additionalProperties: false, ...value } : value;
  }) as object;
}
