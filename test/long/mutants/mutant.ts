/** A mistake made on purpose: one place of the source replaced, so that a test must fail. */
export interface Mutant {
  /** What the double promises and the mistake breaks. */
  readonly rule: string;
  /** Below the root of the project. */
  readonly file: string;
  /** Must be there exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** The source with the mistake in it. Throws when the place is not there, or not unique: the source has changed then. */
export function mutate(source: string, { file, find, replace, rule }: Mutant): string {
  const places = source.split(find).length - 1;
  if (places === 1) return source.replace(find, () => replace);
  throw new Error(
    `mutant "${rule}": ${JSON.stringify(find)} is ${places} times in ${file}, expected once; write it anew`,
  );
}
