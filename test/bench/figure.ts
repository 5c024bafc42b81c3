/** One measured figure: its samples, what it is compared with, and whether it is as it should be. */

export interface Figure {
  readonly name: string;
  readonly unit: 'ms' | 'µs' | 'ops/s' | 'messages' | '%' | 'bytes';
  readonly samples: readonly number[];
  readonly target?: Target;
  /** Measured in the same run, in turn with the figure where that is possible. */
  readonly baseline?: { readonly name: string; readonly samples: readonly number[] };
}

/** What the median, its ratio to that of the baseline, or its difference from it must be. */
export interface Target {
  readonly of: 'median' | 'ratio' | 'difference';
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** A file `*.ts` of this folder has one: measures and answers its figures. */
export interface Benchmark {
  readonly name: string;
  measure(): Promise<Figure[]>;
}

/** Figures are shown and kept in this form. */
export interface Summary {
  readonly name: string;
  readonly unit: Figure['unit'];
  readonly target: string;
  readonly median: number;
  /** Between these two lie the middle half of the samples. */
  readonly quartiles: readonly [number, number];
  readonly samples: number;
  readonly baseline?: { readonly name: string; readonly median: number; readonly ratio: number };
  /** Absent: the figure has no target, it is there to read others by. */
  readonly met?: boolean;
}

export function summarize({ name, unit, samples, target, baseline }: Figure): Summary {
  const median = quantile(samples, 0.5);
  const compared = baseline && { name: baseline.name, median: quantile(baseline.samples, 0.5) };
  return {
    name,
    unit,
    target: target ? targetText(target, unit) : '',
    median,
    quartiles: [quantile(samples, 0.25), quantile(samples, 0.75)],
    samples: samples.length,
    ...(compared && { baseline: { ...compared, ratio: median / compared.median } }),
    ...(target && { met: isMet(target, median, compared?.median) }),
  };
}

function isMet(target: Target, median: number, baseline = Number.NaN): boolean {
  const value = { median, ratio: median / baseline, difference: median - baseline }[target.of];
  return value <= (target.atMost ?? Number.POSITIVE_INFINITY) && value >= (target.atLeast ?? Number.NEGATIVE_INFINITY);
}

function targetText({ of, atMost, atLeast }: Target, unit: string): string {
  const bound = atMost === undefined ? `≥ ${atLeast}` : `≤ ${of === 'difference' ? '+' : ''}${atMost}`;
  return of === 'ratio' ? `${bound} × baseline` : `${bound} ${unit}${of === 'difference' ? ' over baseline' : ''}`;
}

/** Linear between the two nearest samples. Throws when there is none. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) throw new Error('a figure without samples');
  return low + (high - low) * (place - Math.floor(place));
}
