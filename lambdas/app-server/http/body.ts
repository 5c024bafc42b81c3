/** Request bodies and queries, parsed at the door: size, encoding, JSON, dangerous keys, then the route's schema (A12). */
import { isUtf8 } from 'node:buffer';
import type * as z from 'zod/mini';
import { ApiError } from '../../api/errors.ts';
import { LIMITS } from '../../api/fields.ts';
import type { HttpRequest } from './exchange.ts';
import { tellIssue } from './issue.ts';

/** Keys that reach an object's prototype when a careless program copies them. */
const DANGEROUS = new Set(['__proto__', 'constructor', 'prototype']);
const DEEPEST = 16;

/** @throws ApiError `invalid_request` that names the field, or `body_too_large` */
export async function readJson(request: HttpRequest): Promise<unknown> {
  if (Number(request.header('content-length') ?? 0) > LIMITS.body) {
    throw tooLarge();
  }
  const bytes = await request.body();
  if (bytes.length > LIMITS.body) {
    throw tooLarge();
  }
  if (!isUtf8(bytes)) {
    throw invalid('body: expected UTF-8', 'body：应为 UTF-8');
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
  } catch {
    throw invalid('body: expected JSON', 'body：应为 JSON');
  }
  refuseDangerousKeys(value, []);
  return value;
}

/** @throws ApiError `invalid_request` with the path of the first wrong field */
export function parseRequest<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    return parsed.data;
  }
  throw new ApiError('invalid_request', tellIssue(parsed.error.issues[0]));
}

function refuseDangerousKeys(value: unknown, path: readonly string[]): void {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  if (path.length >= DEEPEST) {
    throw invalid(`body: nested deeper than ${DEEPEST} levels`, `body：嵌套超过 ${DEEPEST} 层`);
  }
  for (const key of Object.keys(value)) {
    if (DANGEROUS.has(key)) {
      const place = [...path, key].join('.').slice(-100);
      throw invalid(`${place}: this key is not accepted`, `${place}：不接受此键`);
    }
    refuseDangerousKeys((value as Record<string, unknown>)[key], [...path, key]);
  }
}

function tooLarge(): ApiError {
  return new ApiError('body_too_large', String(LIMITS.body));
}

function invalid(en: string, zh: string): ApiError {
  return new ApiError('invalid_request', { en: `${en}.`, zh: `${zh}。` });
}
