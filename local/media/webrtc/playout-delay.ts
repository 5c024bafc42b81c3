/**
 * Asks a browser to show each picture when it is there: without it, it waits for the sound and for what might come late, which
 * on a busy machine is longer than the whole way (header extension `playout-delay`, described in the sources of webrtc.org).
 */
import { RTCRtpHeaderExtensionParameters, type RTCRtpTransceiver } from 'werift';

const URI = 'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay';
/** Least and greatest delay, 12 bits each. */
const NONE = Buffer.from([0, 0, 0]);

export function usePlayoutDelay(): RTCRtpHeaderExtensionParameters {
  return new RTCRtpHeaderExtensionParameters({ uri: URI });
}

/** What each packet of a picture carries; nothing for a player that did not offer it. */
export function noPlayoutDelay({ headerExtensions }: RTCRtpTransceiver): { id: number; payload: Buffer }[] {
  return headerExtensions.filter(({ uri }) => uri === URI).map(({ id }) => ({ id, payload: NONE }));
}
