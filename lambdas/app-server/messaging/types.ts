/** Numbers of the messages that the server sends itself; the official clients know them (appserver-contract.md §4.2). */
export const MESSAGE = {
  /** `{likeCount}`: the total, which iOS shows when it grew. */
  likes: 1_001,
  /** `{}`: viewers begin to play. */
  started: 10_003,
} as const;
