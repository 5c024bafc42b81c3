import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeBadge } from 'badge-maker';
import { describe, expect, it } from 'vitest';
import { PROJECT } from './named-tests.ts';

const { license, engines } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
  license: string;
  engines: { node: string };
};

/** What the README says at its top, drawn from where it is decided. */
const BADGES = {
  license: { label: 'license', message: license, color: 'blue' },
  node: { label: 'node', message: engines.node, color: 'brightgreen' },
} as const;

describe('the badges of the README', () => {
  it.each(Object.entries(BADGES))('%s is true (else run `npm run docs`)', (name, badge) =>
    expect(`${makeBadge(badge)}\n`).toMatchFileSnapshot(join(PROJECT, `docs/images/badges/${name}.svg`)),
  );
});
