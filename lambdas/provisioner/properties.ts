/** Schemas of custom resource properties: ROS may send every number and boolean as a string (P10). */
import * as z from 'zod/mini';

/** `${a}` in a template can leave blanks around a value. */
export const text = (max = 1_024) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max));

/** An empty string is how a template says "not given". */
export const optionalText = () =>
  z.pipe(
    z.optional(z.nullable(z.string().check(z.trim()))),
    z.transform((value) => value || undefined),
  );

export const wholeNumber = (min: number, max: number) =>
  z.pipe(
    z.union([z.number(), z.string().check(z.trim(), z.regex(/^-?\d{1,15}$/, 'expected a whole number'))]),
    z.pipe(z.transform(Number), z.int().check(z.gte(min), z.lte(max))),
  );

export const flag = (whenAbsent: boolean) =>
  z.pipe(
    z.optional(z.nullable(z.union([z.boolean(), z.enum(['true', 'false', 'True', 'False', ''])]))),
    z.transform((value) => (typeof value === 'string' ? value.toLowerCase() === 'true' : (value ?? whenAbsent))),
  );

/** The number of a key rotation; templates from before there were any do not have it. */
export const rotation = () => z._default(wholeNumber(1, 1_000_000), 1);

/** Lower case, because the services compare and sign domains in lower case. */
export const domainName = () =>
  z
    .string()
    .check(
      z.trim(),
      z.toLowerCase(),
      z.maxLength(253),
      z.regex(
        /^(?=.*\.)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9-]+$/,
        'expected a domain such as live.example.com',
      ),
    );

export const url = () => text(256).check(z.regex(/^https?:\/\/[^\s]+$/, 'expected an http or https URL'));
