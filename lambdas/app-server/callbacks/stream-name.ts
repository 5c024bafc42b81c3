/** Whose stream it is, by its name (live.md §4, §6.4). */

export type StreamOwner =
  | { readonly kind: 'room'; readonly roomId: string }
  | { readonly kind: 'relay'; readonly meetingId: string; readonly userId: string };

const RELAYED = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_([A-Za-z0-9]{1,64})_(?:camera|audio)$/;
const PLAIN = /^[0-9a-f]{32}$/;

/**
 * A room's own stream has the room's id; one that the ARTC service relays is `{appId}_{channel}_{user}_camera`, or
 * `_audio`. The application is ours or the stream is nobody's: splitting at underscores would believe more (W9).
 */
export function ownerOf(stream: string, artcAppId: string | undefined): StreamOwner | undefined {
  if (PLAIN.test(stream)) {
    return { kind: 'room', roomId: stream };
  }
  if (artcAppId === undefined || !stream.startsWith(`${artcAppId}_`)) {
    return undefined;
  }
  const [, meetingId, userId] = RELAYED.exec(stream.slice(artcAppId.length + 1)) ?? [];
  return meetingId !== undefined && userId !== undefined ? { kind: 'relay', meetingId, userId } : undefined;
}
