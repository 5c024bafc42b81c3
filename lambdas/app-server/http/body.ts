/** Request bodies and queries, parsed at the door: size, encoding, JSON, dangerous keys, then the route's schema (A12). */
import { isUtf8 } from 'node:buffer';
import type * as z from 'zod/mini';
import { ApiError } from '../../api/errors.ts';
import { LIMITS } from '../../api/fields.ts';
import { tellIssue } from './issue.ts';

/** Keys that reach an object's prototype when a careless program copies them. */
const DANGEROUS = new Set(['__proto__', 'constructor', 'prototype']);
const DEEPEST = 16;

/** @throws ApiError `invalid_request` that names the field */
export async function readJson(request: Request): Promise<unknown> {
  const bytes = await readBytes(request);
  if (!isUtf8(bytes)) {
    throw invalid('body: expected UTF-8', 'body：应为 UTF-8');
  }
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
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

async function readBytes(request: Request): Promise<Buffer> {
  const announced = Number(request.headers.get('content-length') ?? Number.NaN);
  if (announced > LIMITS.body) {
    throw tooLarge();
  }
  if (announced >= 0) {
    return Buffer.from(await request.arrayBuffer());
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > LIMITS.body) {
      throw tooLarge();
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
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
  return invalid(`body: larger than ${LIMITS.body} bytes`, `body：超过 ${LIMITS.body} 字节`);
}

function invalid(en: string, zh: string): ApiError {
  return new ApiError('invalid_request', { en: `${en}.`, zh: `${zh}。` });
}
