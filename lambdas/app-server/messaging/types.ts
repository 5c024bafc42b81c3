/** Numbers of the messages that the server sends itself: those of the official clients (appserver-contract.md §4.2), and three of ours. */
export const MESSAGE = {
  /** `{likeCount}`: the total, which iOS shows when it grew. */
  likes: 1_001,
  /** `{}`: viewers begin to play. */
  started: 10_003,
  /** `{}`: a viewer asks the anchor to be let on stage; this and the next go to one user. */
  applied: 20_001,
  /** `{agree, rtcPullUrl?}`: the anchor's answer, with its own play URL. */
  answered: 20_002,
  /** `{rtcPullUrl}`: the sender is on stage now, and where it is played. */
  joinedStage: 20_003,
  /** `{reason}`: the sender is off the stage, `bySelf` or `byKickout`. */
  leftStage: 20_004,
  /** `{}`: the anchor sends a guest off the stage; to that guest. */
  kicked: 20_005,
  /** `{}`: a viewer takes its application back; to the anchor. */
  cancelled: 20_006,
  /** `{micOpened}` of the sender. */
  mic: 20_007,
  /** `{cameraOpened}` of the sender. */
  camera: 20_008,
  /** `{needOpenMic}`: the anchor asks a guest; to that guest. */
  askMic: 20_009,
  /** `{needOpenCamera}`: the same. */
  askCamera: 20_010,
  /** `{status, reason}`: the room changed without its anchor's doing. Ours, as the next two: official clients ignore it. */
  roomState: 19_001,
  /** `{version}`: something changed on stage; fetch its state. */
  stage: 19_002,
  /** `{action, userId, userIds}`: the anchor removed (`kick`) or banned (`ban`) these; `userId` is the first. */
  moderation: 19_003,
} as const;
