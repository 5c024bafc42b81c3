/** Reads MP4 with mediabunny, which has nothing in common with what writes it here. */
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';

export interface ReadTrack {
  readonly kind: 'video' | 'audio';
  readonly codec: string | null;
  /** Seconds. */
  readonly times: readonly number[];
  readonly durations: readonly number[];
  readonly isKey: readonly boolean[];
  readonly sizes: readonly number[];
}

export interface ReadFile {
  readonly durationSeconds: number;
  readonly tracks: readonly ReadTrack[];
  readonly width: number;
  readonly height: number;
}

export async function readMp4(bytes: Buffer): Promise<ReadFile> {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(new Uint8Array(bytes)) });
  const tracks: ReadTrack[] = [];
  let [width, height] = [0, 0];
  for (const track of await input.getTracks()) {
    const packets = [];
    for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet);
    if (track.isVideoTrack()) [width, height] = [track.codedWidth, track.codedHeight];
    tracks.push({
      kind: track.isVideoTrack() ? 'video' : 'audio',
      codec: track.codec,
      times: packets.map(({ timestamp }) => timestamp),
      durations: packets.map(({ duration }) => duration),
      isKey: packets.map(({ type }) => type === 'key'),
      sizes: packets.map(({ byteLength }) => byteLength),
    });
  }
  return { durationSeconds: await input.computeDuration(), tracks, width, height };
}
