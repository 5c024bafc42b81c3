import { describe, expect, it } from 'vitest';
import { Journal, KEPT_MS } from '../../../local/callbacks/journal.ts';
import { DrivenClock } from '../openapi/driven-clock.ts';

function journalOf(count: number) {
  const clock = new DrivenClock();
  const journal = new Journal<{ readonly atMs: number; readonly id: number }>(clock);
  for (let id = 0; id < count; id += 1) {
    journal.add({ atMs: clock.now(), id });
    clock.advance(1);
  }
  return { clock, journal };
}

describe('the journal of callbacks', () => {
  it('answers the newest first, both ends included', () => {
    const { clock, journal } = journalOf(5);
    const end = clock.now();
    expect(journal.between(end - 4, end - 2).map(({ id }) => id)).toEqual([3, 2, 1]);
  });

  it('keeps 500 records, and none longer than seven days', () => {
    const { clock, journal } = journalOf(600);
    const all = () => journal.between(0, Number.POSITIVE_INFINITY).map(({ id }) => id);
    expect(all()).toHaveLength(500);
    expect(all()[0]).toBe(599);
    clock.advance(KEPT_MS - 2);
    expect(all()).toEqual([599, 598]);
    clock.advance(KEPT_MS);
    expect(all()).toEqual([]);
  });

  it('comes back as it was saved', () => {
    const { clock, journal } = journalOf(3);
    const again = new Journal<{ readonly atMs: number; readonly id: number }>(clock);
    again.load(JSON.parse(JSON.stringify(journal.save())));
    expect(again.save()).toEqual(journal.save());
  });
});
