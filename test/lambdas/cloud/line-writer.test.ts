import { describe, expect, it } from 'vitest';
import { lineWriter } from '../../../lambdas/cloud/line-writer.ts';

function recorded() {
  const out: string[] = [];
  const turns: (() => void)[] = [];
  const writer = lineWriter(
    (text) => out.push(text),
    (work) => turns.push(work),
  );
  return { out, turns, writer };
}

describe('log lines on their way out', () => {
  it('all lines of one turn are written at once, in their order', () => {
    const { out, turns, writer } = recorded();
    writer.write('a');
    writer.write('b');
    expect(out).toEqual([]);
    expect(turns).toHaveLength(1);
    turns[0]?.();
    expect(out).toEqual(['a\nb\n']);
    writer.write('c');
    turns[1]?.();
    expect(out).toEqual(['a\nb\n', 'c\n']);
  });

  it('many lines do not wait, and nothing is written twice', () => {
    const { out, turns, writer } = recorded();
    writer.write('x'.repeat(70_000));
    expect(out.join('')).toHaveLength(70_001);
    turns[0]?.();
    expect(out).toHaveLength(1);
  });

  it('what waits is written when the process ends', () => {
    const { out, writer } = recorded();
    writer.write('last words');
    writer.flush();
    writer.flush();
    expect(out).toEqual(['last words\n']);
  });
});
