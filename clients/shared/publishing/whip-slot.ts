/** A place for one track in a WHIP offer, and how that track is sent (media.md §4). */

export interface WhipSlot {
  readonly kind: 'video' | 'audio';
  /** Null: the place is kept, nothing is sent yet. */
  readonly track: MediaStreamTrack | null;
}

/** Bits a second of a picture: what was measured (media.md §0). */
const VIDEO_BITRATE = 1_200_000;

export function addSlot(connection: RTCPeerConnection, { kind, track }: WhipSlot): RTCRtpSender {
  const transceiver = connection.addTransceiver(track ?? kind, {
    direction: 'sendonly',
    ...(kind === 'video' ? { sendEncodings: [{ maxBitrate: VIDEO_BITRATE }] } : {}),
  });
  if (kind === 'video') prepareVideo(transceiver);
  return transceiver.sender;
}

/** H.264 that FLV and HLS players understand, and never a smaller picture. */
function prepareVideo(transceiver: RTCRtpTransceiver): void {
  const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
  const wanted = codecs.filter(
    ({ mimeType, sdpFmtpLine = '' }) =>
      mimeType === 'video/H264' && sdpFmtpLine.includes('packetization-mode=1') && sdpFmtpLine.includes('42e01f'),
  );
  if (wanted.length > 0) transceiver.setCodecPreferences(wanted);
  const parameters = transceiver.sender.getParameters();
  parameters.degradationPreference = 'maintain-resolution';
  // A browser that does not know it chooses by itself.
  void transceiver.sender.setParameters(parameters).catch(() => undefined);
}
