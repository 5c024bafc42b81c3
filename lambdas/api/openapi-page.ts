/** `docs/api.md`: the API for people, made from the same document as `openapi.json`. */
import { ERRORS } from './errors.ts';
import { type OpenApiDocument, topicOf } from './openapi.ts';
import { reasonsOf } from './openapi-reasons.ts';
import type { JsonSchema } from './openapi-schemas.ts';
import { ACCESS_WORDS, DOCUMENT_WORDS, TOPICS } from './openapi-words.ts';
import { ROUTES, type Route } from './routes.ts';

/** The sections of one topic are its routes in the order of the table. */
export function apiPage(document: OpenApiDocument): string {
  const routes = Object.entries(ROUTES as Readonly<Record<string, Route>>);
  const topics = TOPICS.map(({ name }) => name).filter((name) => routes.some(([, { path }]) => topicOf(path) === name));
  const of = (topic: string) => routes.filter(([, { path }]) => topicOf(path) === topic);
  return `${[
    '<!-- Written by `npm run docs` from lambdas/api. -->',
    '# The API of the AppServer',
    `${DOCUMENT_WORDS.summary} ${DOCUMENT_WORDS.description}`,
    'The same for programs: [openapi.json](openapi.json), which every stage also serves at `/openapi.json`. For TypeScript' +
      ' there is a typed client, `lambdas/api/client.ts`.',
    '## Who may call what',
    table(
      ['access', 'meaning'],
      Object.entries(ACCESS_WORDS).map(([access, words]) => [access, words]),
    ),
    '## Routes',
    ...topics.flatMap((topic) => [
      `### ${topic}`,
      overview(of(topic)),
      ...of(topic).flatMap(([id, route]) => section(id, route, document)),
    ]),
    '## Answers',
    'What comes with the status 200, by name. Fields that a client does not know are to be ignored.',
    ...answersOf(document).flatMap((name) => answer(name, document)),
    '## Errors',
    'Every error has the body `{code, message, reason, request_id}`. Messages are English or, with `Accept-Language: zh`,' +
      ' Chinese.',
    table(
      ['reason', 'status', 'what happened', 'what to do'],
      Object.entries(ERRORS).map(([reason, { status, text, next }]) => [
        code(reason),
        String(status),
        text.en.replace('{detail}', '…'),
        next.en,
      ]),
    ),
  ].join('\n\n')}\n`;
}

function overview(routes: readonly (readonly [string, Route])[]): string {
  return table(
    ['route', 'access', 'what it does'],
    routes.map(([id, route]) => [`[${route.method} ${route.path}](#${id.toLowerCase()})`, route.access, route.summary]),
  );
}

function section(id: string, route: Route, document: OpenApiDocument): string[] {
  const operation = document.paths[route.path]?.[route.method.toLowerCase()];
  const fields = requestFields(operation?.requestBody, operation?.parameters, document);
  return [
    `#### ${id}`,
    `\`${route.method} ${route.path}\` · ${route.access}. ${route.summary}${limits(route)}`,
    ...(fields.length > 0 ? [table(['field', 'takes', 'meaning'], fields)] : []),
    ...answerOf(operation).map((name) => `Answers ${link(name)}.`),
    `Errors: ${reasonsOf(route).map(code).join(', ')}.`,
  ];
}

/** Name of what a route answers; none for the one that always refuses. */
function answerOf(operation: unknown): string[] {
  const { responses } = operation as {
    responses: Record<string, { content?: Record<string, { schema: JsonSchema }> }>;
  };
  return Object.values(responses['200']?.content ?? {}).flatMap(({ schema }) => nameOf(schema) ?? []);
}

/** What routes answer, each followed by what it refers to. */
function answersOf(document: OpenApiDocument): readonly string[] {
  const names = new Set<string>();
  const visit = (name: string): void => {
    if (names.has(name)) {
      return;
    }
    names.add(name);
    for (const [, other = ''] of JSON.stringify(document.components.schemas[name]).matchAll(
      /"\$ref":"[^"]*\/(\w+)"/g,
    )) {
      visit(other);
    }
  };
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  for (const name of operations.flatMap(answerOf)) {
    visit(name);
  }
  return [...names];
}

function answer(name: string, document: OpenApiDocument): string[] {
  const schema = document.components.schemas[name] ?? {};
  const of = schema.type === 'array' ? (schema.items as JsonSchema) : schema;
  return [
    `### ${name} (answer)`,
    ...(schema.type === 'array' ? ['A list. Each of its entries:'] : []),
    table(['field', 'is', 'meaning'], answerFields(of, '', document)),
  ];
}

/** Those of objects without a name follow their own field. */
function answerFields(schema: JsonSchema, prefix: string, document: OpenApiDocument): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([field, each]) => {
    const of = each as JsonSchema;
    const name = `${prefix}${field}`;
    const isRequired = schema.required?.includes(field) ?? false;
    return [
      row(name, of, isRequired, document, link),
      ...answerFields(of, `${name}.`, document),
      ...answerFields((of.items ?? {}) as JsonSchema, `${name}[].`, document),
    ];
  });
}

function nameOf({ $ref }: JsonSchema): string | undefined {
  return $ref?.split('/').at(-1);
}

function link(name: string): string {
  return `[${name}](#${name.toLowerCase()}-answer)`;
}

function limits({ limits: all = [] }: Route): string {
  return all.map(({ by, most, seconds }) => ` At most ${most} times in ${seconds} s for each ${by}.`).join('');
}

function requestFields(body: unknown, parameters: unknown, document: OpenApiDocument): string[][] {
  const content = (body as { content?: Record<string, { schema: JsonSchema }> } | undefined)?.content;
  const schema = content && resolved(Object.values(content)[0]?.schema ?? {}, document);
  const members = Object.entries(schema?.properties ?? {}).map(([name, of]) =>
    row(name, of as JsonSchema, schema?.required?.includes(name) ?? false, document),
  );
  const queries = (parameters as readonly Readonly<Record<string, unknown>>[]).filter((each) => each.in === 'query');
  return [
    ...members,
    ...queries.map(({ name, description, required, schema: of }) =>
      row(String(name), { ...(of as JsonSchema), description: String(description) }, required === true, document),
    ),
  ];
}

/** @param refer what stands for a component; its fields when absent */
function row(
  name: string,
  schema: JsonSchema,
  isRequired: boolean,
  document: OpenApiDocument,
  refer?: (component: string) => string,
): string[] {
  const type = takes(schema, document, refer);
  return [`${code(name)}${isRequired ? '' : ' (optional)'}`, type, schema.description ?? ''];
}

/** What a field takes, in a few words. */
function takes(schema: JsonSchema, document: OpenApiDocument, refer?: (component: string) => string): string {
  const { anyOf, enum: values, type, items } = schema;
  const component = nameOf(schema);
  if (component !== undefined) {
    return refer?.(component) ?? takes(resolved(schema, document), document);
  }
  if (anyOf) {
    return [...new Set(anyOf.map((each) => takes(each as JsonSchema, document, refer)))].join(' or ');
  }
  if (schema.const !== undefined || values) {
    return [...(values ?? [schema.const])].map((value) => code(JSON.stringify(value))).join(', ');
  }
  if (type === 'string') {
    return `text${range(schema.minLength, schema.maxLength, ' characters')}`;
  }
  if (type === 'array') {
    return `list of ${takes(items as JsonSchema, document, refer)}${range(schema.minItems, schema.maxItems, ' entries')}`;
  }
  if (type === 'integer' || type === 'number') {
    return `${type === 'integer' ? 'whole number' : 'number'}${range(schema.minimum, schema.maximum, '')}`;
  }
  if (Array.isArray(type)) {
    return type.map((each) => takes({ ...schema, type: each }, document, refer)).join(' or ');
  }
  if (type === 'object') {
    const members = Object.keys(schema.properties ?? {}).map(code);
    return members.length === 0 || refer ? 'object' : `object of ${members.join(', ')}`;
  }
  return type === 'boolean' ? '`true`, `false`' : type === 'null' ? '`null`' : 'anything';
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  if (least !== undefined && most !== undefined) {
    return `, ${least} to ${most}${unit}`;
  }
  return most !== undefined ? `, at most ${most}${unit}` : least !== undefined ? `, at least ${least}${unit}` : '';
}

function resolved(schema: JsonSchema, document: OpenApiDocument): JsonSchema {
  const name = nameOf(schema);
  return name === undefined ? schema : (document.components.schemas[name] ?? {});
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}
