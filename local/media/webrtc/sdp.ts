/** Offers as we want them: one way of sending pictures and one of sending sound, so that nothing is left to chance. */

const LINE_END = '\r\n';
/** Best first: what every browser can send and show. */
const H264_PROFILES = ['42e01f', '42001f', '4d001f', '640c1f', '64001f'];

/** The offer names no codec that can be passed on. */
export class OfferError extends Error {
  override readonly name = 'OfferError';
}

/**
 * Of each section the one payload type to use: H.264 in packetization mode 1, Opus. Candidates with names are left out: they
 * are for other machines, and we are reached without. Throws OfferError.
 */
export function narrowOffer(sdp: string): string {
  const [session = '', ...sections] = sdp.split(/\r?\n(?=m=)/);
  if (sections.length === 0) throw new OfferError('an SDP offer with pictures or sound is expected');
  return [session, ...sections.map(narrowSection)].map((part) => part.trimEnd()).join(LINE_END) + LINE_END;
}

function narrowSection(section: string): string {
  const lines = section.split(/\r?\n/).filter((line) => !/^a=candidate:.*\.local\b/.test(line));
  const [, kind = '', port = '', protocol = ''] = /^m=(\w+) (\d+) (\S+)/.exec(lines[0] ?? '') ?? [];
  if (kind !== 'video' && kind !== 'audio') return lines.join(LINE_END);
  const chosen = kind === 'video' ? h264Of(lines) : opusOf(lines);
  if (chosen === undefined) {
    throw new OfferError(kind === 'video' ? 'pictures must be offered in H.264' : 'sound must be offered in Opus');
  }
  const rest = lines.slice(1).filter((line) => {
    const [, type] = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+|\*)/.exec(line) ?? [];
    return type === undefined || type === chosen || type === '*';
  });
  return [`m=${kind} ${port} ${protocol} ${chosen}`, ...rest].join(LINE_END);
}

function h264Of(lines: readonly string[]): string | undefined {
  const types = payloadTypes(lines, /^H264\/90000$/i).flatMap((type) => {
    const parameters = lines.find((line) => line.startsWith(`a=fmtp:${type} `)) ?? '';
    if (!/packetization-mode=1/.test(parameters)) return [];
    const profile = /profile-level-id=([0-9a-f]{6})/i.exec(parameters)?.[1]?.toLowerCase() ?? '';
    const rank = H264_PROFILES.indexOf(profile);
    return [{ type, rank: rank < 0 ? H264_PROFILES.length : rank }];
  });
  return types.sort((a, b) => a.rank - b.rank)[0]?.type;
}

function opusOf(lines: readonly string[]): string | undefined {
  return payloadTypes(lines, /^opus\/48000\/2$/i)[0];
}

function payloadTypes(lines: readonly string[], name: RegExp): string[] {
  return lines.flatMap((line) => {
    const [, type, codec = ''] = /^a=rtpmap:(\d+) (\S+)/.exec(line) ?? [];
    return type !== undefined && name.test(codec) ? [type] : [];
  });
}
