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
    `Errors: ${reasonsOf(route).map(code).join(', ')}.`,
  ];
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

function row(name: string, schema: JsonSchema, isRequired: boolean, document: OpenApiDocument): string[] {
  return [`${code(name)}${isRequired ? '' : ' (optional)'}`, takes(schema, document), schema.description ?? ''];
}

/** What a field takes, in a few words. */
function takes(schema: JsonSchema, document: OpenApiDocument): string {
  const { $ref, anyOf, enum: values, type, items } = schema;
  if ($ref !== undefined) {
    return takes(resolved(schema, document), document);
  }
  if (anyOf) {
    return [...new Set(anyOf.map((each) => takes(each as JsonSchema, document)))].join(' or ');
  }
  if (schema.const !== undefined || values) {
    return [...(values ?? [schema.const])].map((value) => code(JSON.stringify(value))).join(', ');
  }
  if (type === 'string') {
    return `text${range(schema.minLength, schema.maxLength, ' characters')}`;
  }
  if (type === 'array') {
    return `list of ${takes(items as JsonSchema, document)}${range(schema.minItems, schema.maxItems, ' entries')}`;
  }
  if (type === 'integer' || type === 'number') {
    return `${type === 'integer' ? 'whole number' : 'number'}${range(schema.minimum, schema.maximum, '')}`;
  }
  if (type === 'object') {
    return `object of ${Object.keys(schema.properties ?? {})
      .map(code)
      .join(', ')}`;
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
  const name = schema.$ref?.split('/').at(-1);
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
