/** A recording that lies in several files, because its tracks changed, as one HLS playlist (RFC 8216). */
import type { FinishedFile } from './recording-file.ts';

export interface NamedFile {
  /** Name of the file, which lies beside the playlist. */
  readonly name: string;
  readonly file: FinishedFile;
}

export function partsPlaylist(files: readonly NamedFile[]): string {
  const durations = files.flatMap(({ file }) => file.parts.map(({ durationMs }) => durationMs));
  const lines = [
    ...['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-PLAYLIST-TYPE:VOD'],
    `#EXT-X-TARGETDURATION:${Math.ceil(Math.max(1, ...durations) / 1_000)}`,
  ];
  for (const [index, { name, file }] of files.entries()) {
    if (index > 0) lines.push('#EXT-X-DISCONTINUITY');
    lines.push(`#EXT-X-MAP:URI="${name}",BYTERANGE="${file.headBytes}@0"`);
    let at = file.headBytes;
    for (const { bytes, durationMs } of file.parts) {
      lines.push(`#EXTINF:${(durationMs / 1_000).toFixed(3)},`, `#EXT-X-BYTERANGE:${bytes}@${at}`, name);
      at += bytes;
    }
  }
  return `${[...lines, '#EXT-X-ENDLIST'].join('\n')}\n`;
}
