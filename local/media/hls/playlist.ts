/** Media playlists of fragmented MP4 (RFC 8216 §4). */

export interface ListedSegment {
  /** Counts from 1. */
  readonly sequence: number;
  readonly durationMs: number;
  /** Milliseconds since the epoch. */
  readonly startsAtMs: number;
  /** Number of the initialisation segment that it needs. */
  readonly init: number;
}

export interface PlaylistOptions {
  /** Path that segments lie under, without a slash at the end. */
  readonly base: string;
  /** No further segment comes. */
  readonly isOver: boolean;
}

/** Throws RangeError when there is no segment. */
export function mediaPlaylist(segments: readonly ListedSegment[], { base, isOver }: PlaylistOptions): string {
  const [first] = segments;
  if (!first) throw new RangeError('a playlist has one segment or more');
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-TARGETDURATION:${targetSeconds(segments)}`,
    `#EXT-X-MEDIA-SEQUENCE:${first.sequence}`,
    // A count of the changes that have left the window: numbers of initialisation segments count just these.
    `#EXT-X-DISCONTINUITY-SEQUENCE:${first.init - 1}`,
  ];
  let init = 0;
  for (const segment of segments) {
    if (segment.init !== init) {
      if (init !== 0) lines.push('#EXT-X-DISCONTINUITY');
      init = segment.init;
      lines.push(`#EXT-X-MAP:URI="${base}/init-${init}.mp4"`);
    }
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.startsAtMs).toISOString()}`);
    lines.push(`#EXTINF:${(segment.durationMs / 1_000).toFixed(3)},`, `${base}/${segment.sequence}.m4s`);
  }
  if (isOver) lines.push('#EXT-X-ENDLIST');
  return `${lines.join('\n')}\n`;
}

/** Lengths are compared rounded (RFC 8216 §4.3.3.1); players stay behind by multiples of this, so it is not rounded up. */
function targetSeconds(segments: readonly ListedSegment[]): number {
  return Math.max(1, ...segments.map(({ durationMs }) => Math.round(durationMs / 1_000)));
}
