/** Prices of a file that the user keeps: each with where it was read and when. None are built in. */
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { CliError } from '../errors.ts';

const price = z.strictObject({
  /** Money for `per` of the item's unit. */
  price: z.number().nonnegative(),
  per: z.number().positive().default(1),
  /** What is free in a month, in the item's unit. */
  free: z.number().nonnegative().default(0),
  /** Page that says so. */
  source: z.url(),
  /** When it was read, `YYYY-MM-DD`. */
  date: z.iso.date(),
});

const priceFile = z.strictObject({ currency: z.string().min(1), prices: z.record(z.string(), price) });

export type Prices = z.infer<typeof priceFile>;

/** Throws a CliError that says what is wrong with the file. */
export async function readPrices(file: string): Promise<Prices> {
  const parsed = priceFile.safeParse(await readJson(file));
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new CliError('BadPrices', [`${file} cannot be used:`, ...lines].join('\n'), {
    hint: 'docs/operating.md shows one; each price needs "price", "source" and "date".',
    exitCode: 2,
  });
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new CliError('BadPrices', `${file} cannot be read: ${(error as Error).message}`, { exitCode: 2 });
  }
}
