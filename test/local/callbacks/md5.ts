/** The digest that callbacks are signed with. */
import { createHash } from 'node:crypto';

export function md5Of(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
