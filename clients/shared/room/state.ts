/** What is told of a channel in one word. */

export interface Course {
  readonly status: 0 | 1 | 2;
  /** When it last went live; absent before. */
  readonly started_at?: string | undefined;
}

/** A channel that was live, is not now, and is not over has paused. */
export function stateOf({ status, started_at }: Course): 'preparing' | 'live' | 'paused' | 'ended' {
  if (status === 0 && started_at !== undefined) return 'paused';
  return (['preparing', 'live', 'ended'] as const)[status];
}
