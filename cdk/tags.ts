/** The tags of a stage's stack: those of the stage, and one of its own. */
import type { Stage } from './config/schema.ts';

/**
 * A request without any tag does not say that the old ones are to go: whether the service then keeps them is not
 * documented, the local cloud keeps them. With a tag that is always there, no list is ever empty.
 */
const OWN_TAG = 'live-stack';

export function tagsOf({ tags, stackName }: Pick<Stage, 'tags' | 'stackName'>): Record<string, string> {
  return { ...tags, [OWN_TAG]: stackName };
}
