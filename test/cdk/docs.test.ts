import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateDocs } from '../../cdk/config/docs.ts';
import { FIELDS, NESTED } from '../../cdk/config/fields.ts';
import { PROJECT } from './support.ts';

describe('the documentation of ros.json', () => {
  it.each(generateDocs().map((doc) => [doc.path, doc.content] as const))(
    '%s is up to date (else run `npm run docs`)',
    (file, content) => expect(content).toMatchFileSnapshot(path.join(PROJECT, file)),
  );

  const page = generateDocs().find((doc) => doc.path.endsWith('.md'))?.content ?? '';
  const fields = [
    ...Object.keys(FIELDS),
    ...Object.entries(NESTED).flatMap(([name, { fields: members }]) =>
      Object.keys(members).map((key) => `${name}.${key}`),
    ),
  ];
  it.each(fields)('explains %s', (field) => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${field}\` |`));
    const explanation = row?.split(' | ').at(-1)?.replace(/ \|$/, '');
    expect(explanation?.length).toBeGreaterThan(10);
  });

  it('has a JSON Schema that refuses unknown keys at every level', () => {
    const schema = generateDocs().find((doc) => doc.path.endsWith('.json'))?.content ?? '';
    const open: string[] = [];
    const visit = (value: unknown, at: string): void => {
      if (value === null || typeof value !== 'object') return;
      const node = value as Record<string, unknown>;
      if (node.type === 'object' && node.additionalProperties === undefined) open.push(at);
      for (const [key, member] of Object.entries(node)) visit(member, `${at}/${key}`);
    };
    visit(JSON.parse(schema), '');
    expect(open).toEqual([]);
  });

  it('describes every property in the JSON Schema, so that editors can show it', () => {
    const schema = JSON.parse(generateDocs()[0]?.content ?? '{}');
    const stage = schema.properties.stages.additionalProperties.properties as Record<string, { description?: string }>;
    const silent = Object.entries(stage).filter(([, node]) => !node.description);
    expect(silent).toEqual([]);
  });
});
