/** Wildcards of RAM policies, matched in a time that a hostile pattern cannot blow up (a regular expression's can). */

/** `*` stands for any characters, also none; `?` for exactly one; everything else for itself. */
export function wildcardMatches(pattern: string, text: string): boolean {
  let [p, t] = [0, 0];
  /** Where to go back to: behind the last asterisk, which then swallows one character more. */
  let back: { p: number; t: number } | undefined;
  while (t < text.length) {
    if (pattern[p] === '*') {
      back = { p: p + 1, t };
      p += 1;
    } else if (pattern[p] === '?' || pattern[p] === text[t]) {
      p += 1;
      t += 1;
    } else if (back) {
      back.t += 1;
      ({ p, t } = back);
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(p));
}
