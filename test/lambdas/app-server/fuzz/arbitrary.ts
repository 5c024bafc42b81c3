/** Values that a zod schema takes, as a fast-check arbitrary: what a route accepts is read from its schema, not repeated here. */
import fc from 'fast-check';
import * as z from 'zod/mini';

/** Values that mean something in the world under test, by field name: rooms that exist, people who are in them. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

type Schema = z.core.$ZodType;

/** @throws Error for a kind of schema that this file does not know yet, so that no field is left out in silence. */
export function arbitraryOf(schema: Schema, known: Known = {}, field = ''): fc.Arbitrary<unknown> {
  const valid = (value: unknown): boolean => z.safeParse(schema, value).success;
  const meant = (known[field] ?? []).filter(valid);
  const any = shapeOf(schema, known, field).filter(valid);
  return meant.length === 0
    ? any
    : fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...meant) }, { weight: 1, arbitrary: any });
}

function shapeOf(schema: Schema, known: Known, field: string): fc.Arbitrary<unknown> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string':
      return textOf(schema);
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'literal':
      return fc.constantFrom(...def.values);
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries));
    case 'unknown':
    case 'any':
      return fc.jsonValue();
    case 'array': {
      const [shortest = 0, longest = shortest + 3] = [limit(schema, 'min_length'), limit(schema, 'max_length')];
      return fc.array(arbitraryOf(def.element, known, field), {
        minLength: shortest,
        maxLength: Math.min(longest, shortest + 8),
      });
    }
    case 'object':
      return objectOf(def.shape, known);
    case 'record':
      return fc.dictionary(
        arbitraryOf(def.keyType, known) as fc.Arbitrary<string>,
        arbitraryOf(def.valueType, known, field),
        { maxKeys: 4 },
      );
    case 'union':
      return fc.oneof(...def.options.map((option) => arbitraryOf(option, known, field)));
    case 'optional':
      return fc.oneof(fc.constant(undefined), arbitraryOf(def.innerType, known, field));
    case 'nullable':
      return fc.oneof(fc.constant(null), arbitraryOf(def.innerType, known, field));
    case 'default':
    case 'prefault':
      return fc.oneof(fc.constant(undefined), arbitraryOf(def.innerType, known, field));
    case 'pipe':
      return arbitraryOf(def.in, known, field);
    case 'readonly':
    case 'catch':
    case 'nonoptional':
      return arbitraryOf(def.innerType, known, field);
    case 'lazy':
      return arbitraryOf(def.getter(), known, field);
    default:
      throw new Error(`test/lambdas/app-server/fuzz/arbitrary.ts: teach it schemas of type "${def.type}"`);
  }
}

function objectOf(shape: Readonly<Record<string, Schema>>, known: Known): fc.Arbitrary<unknown> {
  const fields = Object.entries(shape).map(([name, schema]) => [name, arbitraryOf(schema, known, name)] as const);
  // Absent and undefined are different things to JSON alone.
  return fc.record(Object.fromEntries(fields)).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
}

type Check = { readonly check: string; readonly [name: string]: unknown };

const checksOf = (schema: Schema): Check[] => [
  ...(schema._zod.def.checks ?? []).map((check) => check._zod.def as unknown as Check),
  // `z.int()` and `z.url()` are schemas that are their own check.
  ...('check' in schema._zod.def ? [schema._zod.def as unknown as Check] : []),
];

function limit(schema: Schema, check: 'min_length' | 'max_length'): number | undefined {
  const found = checksOf(schema).find((each) => each.check === check);
  return found && Number(found.minimum ?? found.maximum);
}

/** Text of the pattern where fast-check can follow it, else any text; and the longest that fits. */
function textOf(schema: Schema): fc.Arbitrary<string> {
  const [shortest = 0, longest = 200] = [limit(schema, 'min_length'), limit(schema, 'max_length')];
  const patterns = checksOf(schema).flatMap(({ pattern }) =>
    pattern instanceof RegExp && !/\\p\{|\\P\{/.test(pattern.source) && pattern.source.startsWith('^') ? [pattern] : [],
  );
  const lengths = { minLength: shortest, maxLength: Math.min(longest, 200) };
  const free = fc.oneof(
    fc.string({ ...lengths, unit: 'grapheme' }),
    fc.string(lengths),
    fc.constantFrom('x'.repeat(Math.max(shortest, 1)), '字'.repeat(longest), ''),
    fc.webUrl(),
  );
  return patterns.length === 0 ? free : fc.oneof(...patterns.map((pattern) => fc.stringMatching(pattern)));
}

function numberOf(schema: Schema): fc.Arbitrary<number> {
  const bound = (name: string): number | undefined => {
    const found = checksOf(schema).find(({ check }) => check === name);
    return found && Number(found.value);
  };
  const min = Math.ceil(bound('greater_than') ?? Number.MIN_SAFE_INTEGER);
  const max = Math.floor(bound('less_than') ?? Number.MAX_SAFE_INTEGER);
  return fc.oneof(
    fc.integer({ min, max }),
    fc.integer({ min, max: Math.min(max, min + 20) }),
    fc.constantFrom(min, max),
  );
}
