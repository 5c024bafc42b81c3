/** The schemas of the API as JSON Schema: every exported object is a named component, and fields carry their words. */
import * as z from 'zod/mini';
import * as auth from './auth.ts';
import * as callbacks from './callbacks.ts';
import * as clientConfig from './client-config.ts';
import * as costreaming from './costreaming.ts';
import * as health from './health.ts';
import * as messaging from './messaging.ts';
import * as moderation from './moderation.ts';
import { COMPONENT_WORDS, FIELD_WORDS } from './openapi-words.ts';
import * as reactions from './reactions.ts';
import * as replay from './replay.ts';
import * as rooms from './rooms.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

const MODULES = [
  auth,
  callbacks,
  clientConfig,
  costreaming,
  health,
  messaging,
  moderation,
  reactions,
  replay,
  rooms,
] as const;

const COMPONENTS = '#/components/schemas/';

/** Collects the components that the schemas given to it mention. */
export class Schemas {
  readonly components: Record<string, JsonSchema> = {};
  readonly #named = namedSchemas();

  /** A reference where the schema has a name, else the schema itself. Defaults are optional in a request and present in an answer. */
  of(schema: z.ZodMiniType, io: 'input' | 'output'): JsonSchema {
    // In a wrapper, because a named schema by itself is written out and not referred to.
    const wrapped = z.toJSONSchema(z.object({ it: schema }), {
      io,
      metadata: this.#named,
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => tidy(zodSchema, jsonSchema),
    });
    for (const [name, component] of Object.entries(wrapped.$defs ?? {})) {
      this.#add(name, referring(component as JsonSchema));
    }
    return referring(wrapped.properties?.it as JsonSchema);
  }

  #add(name: string, { id: _name, ...component }: JsonSchema): void {
    const described = name in COMPONENT_WORDS ? { description: COMPONENT_WORDS[name], ...component } : component;
    describe(name, described);
    const known = this.components[name];
    if (known && JSON.stringify(known) !== JSON.stringify(described)) {
      throw new Error(`the schema ${name} differs between requests and answers; export one schema for each`);
    }
    this.components[name] = described;
  }
}

/** Exported objects and lists by their names in upper camel case. */
function namedSchemas() {
  const registry = z.registry<{ id: string }>();
  for (const module of MODULES) {
    for (const [name, schema] of Object.entries(module as Readonly<Record<string, unknown>>)) {
      if (schema instanceof z.ZodMiniObject || schema instanceof z.ZodMiniArray) {
        registry.add(schema, { id: name.charAt(0).toUpperCase() + name.slice(1) });
      }
    }
  }
  return registry;
}

/** Takes out what says nothing. */
function tidy(schema: z.core.$ZodTypes, json: JsonSchema): void {
  // Strict objects have a catch-all; the others may grow, and clients must not stumble over what is new.
  if (schema._zod.def.type === 'object' && schema._zod.def.catchall === undefined) {
    delete json.additionalProperties;
  }
  if (json.maximum === Number.MAX_SAFE_INTEGER) {
    delete json.maximum;
  }
  if (json.minimum === Number.MIN_SAFE_INTEGER) {
    delete json.minimum;
  }
}

/** Puts the words of fields in, at every depth. */
function describe(component: string, schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) {
    return;
  }
  for (const [name, property] of Object.entries((schema as JsonSchema).properties ?? {})) {
    const words = FIELD_WORDS[`${component}.${name}`] ?? FIELD_WORDS[name];
    if (words !== undefined && typeof property === 'object') {
      property.description = words;
    }
  }
  for (const member of Object.values(schema)) {
    describe(component, member);
  }
}

/** The same schema with `$defs` of its own turned into components of the document. */
function referring(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema).replaceAll('"#/$defs/', `"${COMPONENTS}`);
  const { $schema: _dialect, $defs: _components, ...rest } = JSON.parse(text) as JsonSchema;
  return rest;
}
