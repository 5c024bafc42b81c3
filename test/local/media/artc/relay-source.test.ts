import { describe, expect, it } from 'vitest';
import { MIX_SILENCE_MS, type RelayPicture, RelaySource } from '../../../../local/media/artc/relay-source.ts';
import { RtpFan } from '../../../../local/media/webrtc/rtp-fan.ts';
import { type ClockReport, distance, type MediaPacket } from '../../../../local/media/webrtc/rtp-source.ts';

const BOTH = { video: true, audio: true };
const KEY = Buffer.from([0x67, 1, 2, 3]);
const AGGREGATE = Buffer.from([0x78, 0, 4, 0x67, 1, 2, 3]);
const SLICE = Buffer.from([0x41, 1, 2, 3]);

function relay(withMix = true) {
  let now = 0;
  const asked = { camera: 0, mix: 0 };
  const camera = new RtpFan(BOTH, () => (asked.camera += 1));
  const mix = withMix ? new RtpFan(BOTH, () => (asked.mix += 1)) : undefined;
  const switched: RelayPicture[] = [];
  const source = new RelaySource({
    camera,
    mix,
    clock: { now: () => now },
    onSwitched: (picture) => switched.push(picture),
  });
  const shown: (MediaPacket & { readonly from: string })[] = [];
  const reports: ClockReport[] = [];
  source.receive({
    packet: (packet) =>
      shown.push({ ...packet, from: packet.payload.length === 4 || packet.payload.length === 7 ? 'picture' : 'sound' }),
    clock: (report) => reports.push(report),
  });
  const packet = (kind: 'video' | 'audio', sequence: number, timestamp: number, payload: Buffer): MediaPacket => ({
    ...{ kind, sequence, timestamp, marker: true, payload },
  });
  return {
    ...{ source, shown, switched, asked, camera, mix, packet, reports },
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe('what viewers of a relayed stream see', () => {
  it('is the camera, as it comes', () => {
    const { source, shown, camera, packet } = relay();
    camera.packet(packet('video', 65_535, 100, SLICE));
    camera.packet(packet('video', 0, 3_100, SLICE));
    expect(shown.map(({ sequence, timestamp }) => [sequence, timestamp])).toEqual([
      [65_535, 100],
      [0, 3_100],
    ]);
    expect(source.picture).toBe('camera');
  });

  it.each([
    ['in a packet of its own', KEY],
    ['with others in one packet', AGGREGATE],
  ])('becomes the mix at its first key picture, %s, under numbers and times that go on', (_name, key) => {
    const { source, shown, camera, mix, packet, pass, asked, switched } = relay();
    camera.packet(packet('video', 65_535, 90_000, SLICE));
    camera.packet(packet('audio', 10, 48_000, Buffer.from([1])));
    source.want('mix');
    expect(asked.mix).toBeGreaterThan(0);
    pass(40);
    mix?.packet(packet('audio', 500, 7, Buffer.from([2])));
    mix?.packet(packet('video', 500, 5, SLICE));
    camera.packet(packet('video', 0, 93_600, SLICE));
    expect(source.picture).toBe('camera');
    pass(40);
    mix?.packet(packet('video', 501, 3_605, key));
    mix?.packet(packet('audio', 501, 967, Buffer.from([3])));
    camera.packet(packet('video', 1, 97_200, SLICE));
    mix?.packet(packet('video', 502, 7_205, SLICE));
    expect(switched).toEqual(['mix']);
    const pictures = shown.filter(({ kind }) => kind === 'video');
    expect(pictures.map(({ sequence }) => sequence)).toEqual([65_535, 0, 1, 2]);
    expect(pictures.map(({ timestamp }) => timestamp)).toEqual([90_000, 93_600, 97_200, 100_800]);
    expect(
      shown.filter(({ kind }) => kind === 'audio').map(({ sequence, timestamp }) => [sequence, timestamp]),
    ).toEqual([
      [10, 48_000],
      [11, 48_000 + 80 * 48],
    ]);
  });

  it('goes back to the camera the same way', () => {
    const { source, camera, mix, packet, pass, switched, shown } = relay();
    camera.packet(packet('video', 1, 0, SLICE));
    source.want('mix');
    mix?.packet(packet('video', 1, 0, KEY));
    source.want('camera');
    pass(40);
    mix?.packet(packet('video', 2, 3_600, SLICE));
    camera.packet(packet('video', 2, 3_600, SLICE));
    camera.packet(packet('video', 3, 7_200, KEY));
    mix?.packet(packet('video', 3, 7_200, SLICE));
    expect(switched).toEqual(['mix', 'camera']);
    expect(shown.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  });

  it('is the camera again when the mix breaks off', () => {
    const { source, camera, mix, packet, pass } = relay();
    source.want('mix');
    mix?.packet(packet('video', 1, 0, KEY));
    pass(MIX_SILENCE_MS + 1);
    camera.packet(packet('video', 1, 0, SLICE));
    expect(source.picture).toBe('mix');
    camera.packet(packet('video', 2, 3_600, KEY));
    expect(source.picture).toBe('camera');
  });

  it('stays the camera where no mix is offered', () => {
    const { source, camera, packet, shown } = relay(false);
    source.want('mix');
    camera.packet(packet('video', 1, 0, KEY));
    expect([source.picture, shown.length]).toEqual(['camera', 1]);
  });

  it('has clock reports of what is shown only, in the times that are shown', () => {
    const { source, camera, mix, packet, pass, reports } = relay();
    camera.packet(packet('video', 1, 90_000, SLICE));
    camera.clock({ kind: 'video', wallMs: 5, timestamp: 90_000 });
    mix?.clock({ kind: 'video', wallMs: 6, timestamp: 1 });
    source.want('mix');
    pass(100);
    mix?.packet(packet('video', 1, 500, KEY));
    mix?.clock({ kind: 'video', wallMs: 7, timestamp: 500 });
    expect(reports).toEqual([
      { kind: 'video', wallMs: 5, timestamp: 90_000 },
      { kind: 'video', wallMs: 7, timestamp: 99_000 },
    ]);
    expect(distance(99_000, 90_000, 32)).toBe(9_000);
  });
});
