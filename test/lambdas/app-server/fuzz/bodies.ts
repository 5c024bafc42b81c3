/** What people and programs send: right, nearly right, and meant to break things. */
import fc from 'fast-check';
import type { Route } from '../../../../lambdas/api/routes.ts';
import { arbitraryOf, type Known } from './arbitrary.ts';

/** The body of a POST, or the query of a GET, as it travels. */
export type Sent = { readonly text: string } | { readonly bytes: Uint8Array };

type Fields = Record<string, unknown>;

/** Values that a careless program mistakes for something else. */
const HOSTILE: readonly unknown[] = [
  null,
  '',
  ' ',
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1e308,
  true,
  [],
  {},
  [[]],
  ['a', { b: null }],
  '__proto__',
  'constructor',
  'toString',
  'min',
  'max',
  '*',
  '../../etc/passwd',
  '%00',
  '{{7*7}}',
  "' or 1=1 --",
  '<script>alert(1)</script>',
  '\u0000',
  '\ud800',
  '\u202etxt',
  '\r\nset-cookie: a=b',
  '{"a":1}',
  'x'.repeat(70_000),
  '9'.repeat(400),
  { toString: 'x' },
  { $gt: '' },
  { length: 3 },
];

const hostileValue = fc.oneof(fc.constantFrom(...HOSTILE), fc.jsonValue(), fc.string({ unit: 'binary' }));

/** A right body with one or two things wrong. */
function bent(right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const change = fc.tuple(fc.nat(), fc.constantFrom('drop', 'replace', 'add', 'wrap'), hostileValue, fc.string());
  return fc.tuple(right, fc.array(change, { minLength: 1, maxLength: 2 })).map(([body, changes]) => {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      return body;
    }
    const fields: Fields = { ...body };
    for (const [pick, how, value, name] of changes) {
      const names = Object.keys(fields);
      const chosen = names[pick % Math.max(names.length, 1)] ?? name;
      if (how === 'drop') {
        delete fields[chosen];
      } else if (how === 'wrap') {
        fields[chosen] = [fields[chosen]];
      } else {
        fields[how === 'add' ? name : chosen] = value;
      }
    }
    return fields;
  });
}

const wrongRoots = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(null, [], 'text', 0, {}, [{}], { id: { id: {} } }),
);

/** JSON that a parser takes and a program should not. */
const dangerous = fc.constantFrom(
  '{"__proto__":{"admin":true}}',
  '{"id":"a","constructor":{"prototype":{"x":1}}}',
  `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`,
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  '{"id":"a","id":"b"}',
  '{"id":1e999}',
  `{"id":${'9'.repeat(1_000)}}`,
  '{"id":"\\ud800"}',
  '{"id":"\\u0000"}',
  '{',
  '',
  'null',
  '﻿{}',
  'id=a&user_id=b',
);

const text = (value: unknown): Sent => ({ text: JSON.stringify(value) ?? '' });

/** Bodies of a route, each kind with its share. */
export function bodies(route: Route, known: Known): fc.Arbitrary<Sent> {
  const right = route.request ? arbitraryOf(route.request, known) : fc.constant({});
  return fc.oneof(
    { weight: 5, arbitrary: right.map(text) },
    { weight: 5, arbitrary: bent(right).map(text) },
    { weight: 1, arbitrary: wrongRoots.map(text) },
    { weight: 1, arbitrary: dangerous.map((body): Sent => ({ text: body })) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes): Sent => ({ bytes })) },
  );
}

/** Header values that a server may hand on to something that trusts it; only what HTTP can carry. */
const hostileHeader = fc.oneof(
  fc.constantFrom('', '*', 'x'.repeat(8_000), '../..', '{jndi:ldap://x}', '0', '-1', '1e9', 'null', '%0d%0a', '\t\t'),
  fc.string({ unit: fc.constantFrom(...'abcABC019-_.~!"#$%&\'()*+,/:;<=>?@[]^`{|} \u00e9'), maxLength: 60 }),
);

const HEADERS = [
  'accept-language',
  'ali-live-signature',
  'ali-live-timestamp',
  'authorization',
  'content-length',
  'content-type',
  'idempotency-key',
  'origin',
  'x-forwarded-for',
  'x-live-env',
  'x-vod-signature',
  'x-vod-timestamp',
] as const;

/** Some headers of those that the AppServer or something before it reads. */
export const headers: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.constantFrom(...HEADERS), hostileHeader, { maxKeys: 3 }),
  },
);
