/** A WebRTC connection with a browser on this machine: everything about werift that is not media. */
import { RTCPeerConnection, useH264, useOPUS } from 'werift';
import { usePlayoutDelay } from './playout-delay.ts';
import { narrowOffer, OfferError } from './sdp.ts';

/** Offers are a few kilobytes. */
export const MOST_OFFER_BYTES = 64 * 1024;

export function newPeer(): RTCPeerConnection {
  return new RTCPeerConnection({
    codecs: { video: [useH264()], audio: [useOPUS()] },
    headerExtensions: { video: [usePlayoutDelay()] },
    iceServers: [],
    // Browsers that were given no camera hide their addresses, and then reach us by the loopback one.
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceUseIpv6: false,
    bundlePolicy: 'max-bundle',
  });
}

/**
 * Takes the offer and answers it, with all candidates. `prepare` is called in between, when the sections are known. Throws
 * OfferError for an offer that is no good.
 */
export async function answerOffer(peer: RTCPeerConnection, offer: string, prepare: () => void): Promise<string> {
  const sdp = narrowOffer(offer);
  try {
    await peer.setRemoteDescription({ type: 'offer', sdp });
    prepare();
    await peer.setLocalDescription(await peer.createAnswer());
  } catch (error) {
    if (error instanceof OfferError) throw error;
    throw new OfferError(`the SDP offer cannot be answered: ${(error as Error).message}`);
  }
  return peer.localDescription?.sdp ?? '';
}
