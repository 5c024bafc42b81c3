/** Finds the known word that a person most likely meant. */

/** Edit distance with neighbouring swaps counted once: the usual typing mistakes cost one each. */
function distance(left: string, right: string): number {
  const rows = Array.from({ length: left.length + 1 }, (_, i) => [i, ...new Array<number>(right.length).fill(0)]);
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let j = 0; j <= right.length; j++) rows[0]?.splice(j, 1, j);
  for (let i = 1; i <= left.length; i++) {
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1];
      let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      if (swapped) least = Math.min(least, at(i - 2, j - 2) + 1);
      rows[i]?.splice(j, 1, least);
    }
  }
  return at(left.length, right.length);
}

/** The closest of `known`, case ignored; undefined when none is close enough to be a typing mistake. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  const scored = known
    .map((candidate) => ({ candidate, score: distance(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.score - b.score || (a.candidate < b.candidate ? -1 : 1));
  const best = scored[0];
  const allowed = Math.max(2, Math.floor(word.length / 3));
  return best && best.score <= allowed ? best.candidate : undefined;
}
