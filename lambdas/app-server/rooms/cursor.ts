/** The cursor of a list: the place where the next page begins, in a form that clients pass on and do not read. */
import * as z from 'zod/mini';
import { ApiError } from '../../api/errors.ts';
import { ID_PATTERN } from '../../api/fields.ts';
import type { RoomStatus } from './room.ts';
import type { Place } from './store.ts';

const FORM = 1;

const content = z.tuple([
  z.literal(FORM),
  z.union([z.literal('all'), z.literal([0, 1, 2])]),
  z.int().check(z.gte(0)),
  z.string().check(z.regex(ID_PATTERN)),
]);

export function cursorOf(status: RoomStatus | undefined, { createdAt, id }: Place): string {
  return Buffer.from(JSON.stringify([FORM, status ?? 'all', createdAt, id])).toString('base64url');
}

/**
 * A place is no secret and every one is harmless, so cursors are not signed; what is none, or is of another list, is
 * refused instead of answering rooms from somewhere.
 *
 * @throws ApiError `invalid_request`
 */
export function placeOf(status: RoomStatus | undefined, cursor: string): Place {
  const parsed = content.safeParse(jsonOf(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success || parsed.data[1] !== (status ?? 'all')) {
    throw new ApiError('invalid_request', {
      en: 'cursor: expected next_cursor of an answer for the same status.',
      zh: 'cursor：应为同一 status 的上一次应答中的 next_cursor。',
    });
  }
  const [, , createdAt, id] = parsed.data;
  return { createdAt, id };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
