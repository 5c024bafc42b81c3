/** The OpenAPI 3.1 document of the API, made from the route table and the error catalogue when the project is built (A18). */
import { ApiError, ERRORS, type ErrorReason } from './errors.ts';
import { reasonsOf } from './openapi-reasons.ts';
import { type JsonSchema, Schemas } from './openapi-schemas.ts';
import { ACCESS_WORDS, DOCUMENT_WORDS, TOPICS } from './openapi-words.ts';
import { ROUTES, type Route } from './routes.ts';

type Block = Readonly<Record<string, unknown>>;

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: Block;
  readonly tags: readonly Block[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Block>> & { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

export interface Operation extends Block {
  readonly operationId: string;
  readonly summary: string;
  readonly responses: Readonly<Record<string, Block>>;
}

const JSON_TYPE = 'application/json';
const REQUEST_ID = { 'x-request-id': { $ref: '#/components/headers/RequestId' } };

/** @param version of the project */
export function openApiDocument(version: string): OpenApiDocument {
  const schemas = new Schemas();
  const failures = new Failures();
  const paths: Record<string, Record<string, Operation>> = {};
  for (const [id, route] of Object.entries(ROUTES as Readonly<Record<string, Route>>)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(id, route, schemas, failures) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Interactive Live Stack: AppServer', version, ...DOCUMENT_WORDS },
    tags: TOPICS.map(({ name, description }) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        session: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: ACCESS_WORDS.session },
      },
      parameters: PARAMETERS,
      headers: HEADERS,
      responses: failures.components,
      schemas: { ...sorted(schemas.components), Error: errorSchema() },
    },
  };
}

function operation(id: string, route: Route, schemas: Schemas, failures: Failures): Operation {
  const needsSession = route.access === 'session' || route.access === 'owner';
  const isPost = route.method === 'POST';
  const parameters = [
    ...(route.request && !isPost ? query(schemas.of(route.request, 'input'), schemas) : []),
    ...(needsSession && isPost && !route.isRepeatable ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    { $ref: '#/components/parameters/AcceptLanguage' },
  ];
  return {
    operationId: id,
    summary: route.summary,
    description: ACCESS_WORDS[route.access],
    tags: [topicOf(route.path)],
    ...(needsSession && { security: [{ session: [] }] }),
    parameters,
    ...(route.request &&
      isPost && {
        requestBody: { required: true, content: { [JSON_TYPE]: { schema: schemas.of(route.request, 'input') } } },
      }),
    responses: { ...success(route, schemas), ...failures.of(reasonsOf(route)) },
  };
}

export function topicOf(path: string): string {
  return (TOPICS.find(({ paths }) => paths.test(path)) ?? TOPICS[0]).name;
}

/** The members of a query are parameters of their own. */
function query(schema: JsonSchema, schemas: Schemas): Block[] {
  const name = schema.$ref?.split('/').at(-1);
  const { properties = {}, required = [] } = name === undefined ? schema : (schemas.components[name] ?? {});
  return Object.entries(properties).map(([field, of]) => {
    const { description, ...rest } = of as JsonSchema;
    return { name: field, in: 'query', required: required.includes(field), description, schema: rest };
  });
}

/** A route whose answer can be nothing at all only answers errors. */
function success(route: Route, schemas: Schemas): Record<string, Block> {
  if (route.response._zod.def.type === 'never') {
    return {};
  }
  const schema = schemas.of(route.response, 'output');
  return { 200: { description: 'Done.', headers: REQUEST_ID, content: { [JSON_TYPE]: { schema } } } };
}

/** Most routes share their failures, so each set of reasons is written once. */
class Failures {
  readonly components: Record<string, Block> = {};
  readonly #names = new Map<string, string>();

  of(reasons: readonly ErrorReason[]): Record<string, Block> {
    const statuses = [...new Set(reasons.map((reason) => ERRORS[reason].status))];
    return Object.fromEntries(
      statuses.map((status) => {
        const name = this.#nameOf(
          status,
          reasons.filter((reason) => ERRORS[reason].status === status),
        );
        return [status, { $ref: `#/components/responses/${name}` }];
      }),
    );
  }

  /** `Error403`, then `Error403-2` for other reasons with the same status. */
  #nameOf(status: number, reasons: readonly ErrorReason[]): string {
    const key = reasons.join();
    const known = this.#names.get(key);
    if (known !== undefined) {
      return known;
    }
    const others = Object.keys(this.components).filter((name) => name.startsWith(`Error${status}`)).length;
    const name = others === 0 ? `Error${status}` : `Error${status}-${others + 1}`;
    this.#names.set(key, name);
    this.components[name] = failure(reasons);
    return name;
  }
}

function failure(reasons: readonly ErrorReason[]): Block {
  const comesBack = reasons.some((reason) => new ApiError(reason).retryAfter !== undefined);
  return {
    description: `Reason: ${reasons.join(', ')}.`,
    headers: { ...REQUEST_ID, ...(comesBack && { 'retry-after': { $ref: '#/components/headers/RetryAfter' } }) },
    content: { [JSON_TYPE]: { schema: { $ref: '#/components/schemas/Error' } } },
  };
}

const PARAMETERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Makes the request safe to repeat: for a day, the same key with the same body gives the first answer and nothing is ' +
      'done twice. A key that comes with another body is refused.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
  },
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    required: false,
    description: 'Error messages are Chinese where this begins with zh, and English otherwise.',
    schema: { type: 'string' },
  },
} as const;

const HEADERS = {
  RequestId: {
    description: 'Names this request in the logs; errors repeat it as request_id.',
    schema: { type: 'string' },
  },
  RetryAfter: {
    description: 'Seconds after which the same request may succeed.',
    schema: { type: 'integer', minimum: 1 },
  },
} as const;

function errorSchema(): JsonSchema {
  const text = (description: string) => ({ type: 'string' as const, description });
  return {
    type: 'object',
    description: 'What every error looks like.',
    properties: {
      code: { type: 'integer', description: 'The HTTP status again.' },
      message: text('What happened and what to do next, for people.'),
      reason: {
        description: 'What happened, for programs.',
        oneOf: (Object.keys(ERRORS) as ErrorReason[]).map((reason) => ({
          const: reason,
          description: `${ERRORS[reason].status}: ${ERRORS[reason].text.en} ${ERRORS[reason].next.en}`,
        })),
      },
      request_id: text('Names the request in the logs.'),
      msg: text('The same as message; only where fields of the request are wrong.'),
    },
    required: ['code', 'message', 'reason', 'request_id'],
  };
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
