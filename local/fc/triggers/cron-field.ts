/** One field of a cron expression: `*`, `?`, numbers or names, ranges `a-b`, steps `a/n` and `*`+`/n`, joined by commas. */

/** The values that match; undefined when the text is malformed or out of range. */
export function cronField(
  text: string,
  min: number,
  max: number,
  names: readonly string[] = [],
): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const part of text.toUpperCase().split(',')) {
    const range = rangeOf(part, min, max, names);
    if (!range) return undefined;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return values;
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

function rangeOf(part: string, min: number, max: number, names: readonly string[]): Range | undefined {
  const [base = '', stepText, ...more] = part.split('/');
  const step = stepText === undefined ? 1 : wholeNumber(stepText);
  if (more.length > 0 || step === undefined || step < 1) return undefined;
  if (base === '*' || base === '?') return { from: min, to: max, step };
  const [fromText = '', toText, ...rest] = base.split('-');
  const numberOf = (text: string): number | undefined => {
    const named = names.indexOf(text);
    return named >= 0 ? named + min : wholeNumber(text);
  };
  const from = numberOf(fromText);
  // `5/15` runs to the end of the field, a lone `5` is only itself.
  const to = toText === undefined ? (stepText === undefined ? from : max) : numberOf(toText);
  if (rest.length > 0 || from === undefined || to === undefined) return undefined;
  return from < min || to > max || from > to ? undefined : { from, to, step };
}

function wholeNumber(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
