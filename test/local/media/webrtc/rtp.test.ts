import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { H264Depacketizer } from '../../../../local/media/webrtc/h264-depacketizer.ts';
import { MediaClock } from '../../../../local/media/webrtc/media-clock.ts';
import { PATIENCE_MS, PacketOrder } from '../../../../local/media/webrtc/packet-order.ts';
import { distance, type MediaPacket } from '../../../../local/media/webrtc/rtp-source.ts';
import { narrowOffer, OfferError } from '../../../../local/media/webrtc/sdp.ts';

const packet = (sequence: number, payload: Buffer = Buffer.from([1]), timestamp = 0, marker = true): MediaPacket => ({
  ...{ kind: 'video', sequence: sequence & 0xffff, timestamp, marker, payload },
});

describe('the order of packets', () => {
  it('is restored, over the end of the numbers and with repetitions', () => {
    fc.assert(
      fc.property(
        fc.nat(0xffff),
        fc.shuffledSubarray(
          Array.from({ length: 30 }, (_, index) => index),
          { minLength: 30 },
        ),
        (start, order) => {
          const given: number[] = [];
          const ordered = new PacketOrder(
            ({ sequence }) => given.push(distance(sequence, start, 16)),
            () => given.push(-1),
          );
          ordered.push(packet(start), 0);
          for (const index of [...order, ...order]) ordered.push(packet(start + index), 0);
          expect(given).toEqual(Array.from({ length: 30 }, (_, index) => index));
        },
      ),
    );
  });

  it('goes on without a packet that does not come, and tells of the loss', () => {
    const given: (number | 'loss')[] = [];
    const order = new PacketOrder(
      ({ sequence }) => given.push(sequence),
      () => given.push('loss'),
    );
    for (const sequence of [1, 2, 4, 5]) order.push(packet(sequence), 0);
    expect(given).toEqual([1, 2]);
    order.push(packet(6), PATIENCE_MS);
    expect(given).toEqual([1, 2]);
    order.push(packet(7), PATIENCE_MS + 1);
    expect(given).toEqual([1, 2, 'loss', 4, 5, 6, 7]);
    order.push(packet(3), PATIENCE_MS + 2);
    expect(given).toHaveLength(7);
  });

  it('begins anew when the numbers jump', () => {
    const given: (number | 'loss')[] = [];
    const order = new PacketOrder(
      ({ sequence }) => given.push(sequence),
      () => given.push('loss'),
    );
    for (const sequence of [1, 30_000, 30_001]) order.push(packet(sequence), 0);
    expect(given).toEqual([1, 'loss', 30_000, 30_001]);
  });

  it('holds a bounded number of packets', () => {
    let count = 0;
    const order = new PacketOrder(
      () => (count += 1),
      () => undefined,
    );
    order.push(packet(0), 0);
    for (let sequence = 2; sequence < 1_500; sequence += 1) order.push(packet(sequence), 0);
    expect(count).toBe(1_499);
  });
});

describe('pictures from packets (RFC 6184)', () => {
  function units(packets: readonly MediaPacket[]): string[][] {
    const pictures: string[][] = [];
    const depacketizer = new H264Depacketizer(({ units: all }) =>
      pictures.push(all.map((unit) => unit.toString('hex'))),
    );
    for (const each of packets) depacketizer.push(each);
    return pictures;
  }
  it('single units, several in one packet, and one in several packets', () => {
    expect(
      units([
        packet(1, Buffer.from('6701', 'hex'), 0, false),
        packet(2, Buffer.from('18' + '0002' + '6802' + '0002' + '0603', 'hex'), 0, false),
        packet(3, Buffer.from('7c85aa', 'hex'), 0, false),
        packet(4, Buffer.from('7c05bb', 'hex'), 0, false),
        packet(5, Buffer.from('7c45cc', 'hex'), 0, true),
        packet(6, Buffer.from('4101', 'hex'), 3_000, true),
      ]),
    ).toEqual([['6701', '6802', '0603', '65aabbcc'], ['4101']]);
  });

  it('end with a new time when the mark of the end is missing', () => {
    expect(
      units([packet(1, Buffer.from('4101', 'hex'), 0, false), packet(2, Buffer.from('4102', 'hex'), 9, true)]),
    ).toEqual([['4101'], ['4102']]);
  });

  it('are not made of padding, nor of the rest of a unit whose beginning is missing', () => {
    expect(
      units([
        packet(1, Buffer.alloc(0)),
        packet(2, Buffer.from('7c05bb', 'hex')),
        packet(3, Buffer.from('7c45cc', 'hex')),
      ]),
    ).toEqual([]);
  });

  it('never fail, whatever comes', () => {
    const any = fc.record({ payload: fc.uint8Array({ maxLength: 40 }), timestamp: fc.nat(3), marker: fc.boolean() });
    fc.assert(
      fc.property(fc.array(any), (packets) => {
        for (const picture of units(
          packets.map(({ payload, timestamp, marker }, index) =>
            packet(index, Buffer.from(payload), timestamp, marker),
          ),
        )) {
          expect(picture.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe('times of packets', () => {
  it('begin when the packet arrives, and then go by the sender’s clock, over its end', () => {
    const clock = new MediaClock();
    const start = 2 ** 32 - 900;
    expect(clock.at('video', start, 5_000)).toBe(0);
    expect(clock.at('audio', 77, 5_030)).toBe(30);
    expect(clock.at('video', (start + 1_800) >>> 0, 9_999)).toBe(20);
    expect(clock.at('audio', 77 + 960, 5_031)).toBe(50);
  });

  it('are corrected by sender reports: sound belongs to the picture of the same moment', () => {
    const clock = new MediaClock();
    clock.at('video', 0, 0);
    clock.at('audio', 0, 200);
    // By the sender's clock the first packets were of the same moment: sound was merely slow to arrive.
    clock.report({ kind: 'video', wallMs: 1_000_000, timestamp: 0 });
    clock.report({ kind: 'audio', wallMs: 1_000_100, timestamp: 4_800 });
    expect(clock.at('audio', 48_000, 0)).toBe(1_000);
    expect(clock.at('video', 90_000, 0)).toBe(1_000);
  });

  it('are left alone by later reports that say nearly the same, and follow those that do not', () => {
    const clock = new MediaClock();
    clock.at('video', 0, 0);
    clock.at('audio', 0, 0);
    clock.report({ kind: 'video', wallMs: 1_000, timestamp: 0 });
    clock.report({ kind: 'audio', wallMs: 1_000, timestamp: 0 });
    clock.report({ kind: 'audio', wallMs: 1_030, timestamp: 0 });
    expect(clock.at('audio', 48_000, 0)).toBe(1_000);
    clock.report({ kind: 'audio', wallMs: 1_090, timestamp: 0 });
    expect(clock.at('audio', 96_000, 0)).toBe(2_090);
  });

  /** Pictures and sound for so long, of which sound loses some; answers how late its last packet is after its picture. */
  const gap = (clock: MediaClock, fromMs: number, toMs: number, lostMs: number): number => {
    const times = { video: 0, audio: 0 };
    for (let ms = fromMs; ms < toMs; ms += 20) {
      times.video = clock.at('video', ms * 90, ms);
      times.audio = clock.at('audio', (ms - lostMs) * 48, ms);
    }
    return times.video - times.audio;
  };

  it('catch up by arrival when a busy browser leaves sound out between two reports', () => {
    const clock = new MediaClock();
    gap(clock, 0, 20, 0);
    for (const kind of ['video', 'audio'] as const) clock.report({ kind, wallMs: 1_000, timestamp: 0 });
    expect(gap(clock, 20, 3_000, 0)).toBe(0);
    expect(gap(clock, 3_000, 3_500, 200)).toBe(200);
    expect(gap(clock, 3_500, 6_000, 200)).toBe(0);
    clock.report({ kind: 'video', wallMs: 7_000, timestamp: 6_000 * 90 });
    // Less than can be heard is left alone.
    expect(gap(clock, 6_000, 9_000, 230)).toBe(30);
  });

  it('are not changed by sound that is late by chance, or has no report yet', () => {
    const [late, unreported] = [new MediaClock(), new MediaClock()];
    gap(late, 0, 20, 0);
    for (const kind of ['video', 'audio'] as const) late.report({ kind, wallMs: 1_000, timestamp: 0 });
    expect(gap(late, 20, 3_000, 0)).toBe(0);
    for (let ms = 3_000; ms < 9_000; ms += 20) {
      late.at('video', ms * 90, ms);
      expect(late.at('audio', ms * 48, ms + (ms % 500 === 0 ? 0 : 300))).toBe(ms);
    }
    gap(unreported, 0, 3_000, 0);
    expect(gap(unreported, 3_000, 6_000, 200)).toBe(200);
  });

  it('never run backwards within a track', () => {
    const clock = new MediaClock();
    clock.at('video', 90_000, 0);
    expect(clock.at('video', 180_000, 0)).toBe(1_000);
    expect(clock.at('video', 90_000, 0)).toBe(1_000);
  });
});

describe('an offer', () => {
  const video = (...codecs: [string, string, string][]): string =>
    [
      ...[
        'v=0',
        's=-',
        `m=video 9 UDP/TLS/RTP/SAVPF ${codecs.map(([type]) => type).join(' ')}`,
        'a=mid:0',
        'a=rtcp-fb:* nack',
      ],
      ...codecs.flatMap(([type, name, parameters]) => [
        `a=rtpmap:${type} ${name}`,
        `a=fmtp:${type} ${parameters}`,
        `a=rtcp-fb:${type} nack pli`,
      ]),
      'a=candidate:1 1 udp 1 1b2c.local 5000 typ host',
      'a=candidate:2 1 udp 1 127.0.0.1 5000 typ host',
      '',
    ].join('\r\n');

  it('is narrowed to the one H.264 that everybody knows', () => {
    const narrowed = narrowOffer(
      video(
        ['96', 'VP8/90000', 'x'],
        ['97', 'rtx/90000', 'apt=96'],
        ['102', 'H264/90000', 'level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f'],
        ['103', 'H264/90000', 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=64001f'],
        ['104', 'H264/90000', 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f'],
      ),
    );
    expect(narrowed).toContain('m=video 9 UDP/TLS/RTP/SAVPF 104\r\n');
    expect(narrowed.match(/a=(rtpmap|fmtp|rtcp-fb):\S+/g)).toEqual([
      'a=rtcp-fb:*',
      'a=rtpmap:104',
      'a=fmtp:104',
      'a=rtcp-fb:104',
    ]);
    expect(narrowed).not.toContain('.local');
    expect(narrowed).toContain('127.0.0.1');
  });

  it.each([
    ['nothing', 'v=0'],
    ['pictures in VP8 only', video(['96', 'VP8/90000', 'x'])],
    ['sound in PCM only', 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=rtpmap:0 PCMU/8000\r\n'],
  ])('of %s is refused', (_name, sdp) => {
    expect(() => narrowOffer(sdp)).toThrow(OfferError);
  });

  it('never makes the reader fail in any other way', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'm=video 9 X 1 2',
            'm=audio',
            'a=rtpmap:1 H264/90000',
            'a=fmtp:1 packetization-mode=1',
            'a=rtpmap:x',
            '',
          ),
        ),
        (lines) => {
          try {
            narrowOffer(lines.join('\n'));
          } catch (error) {
            expect(error).toBeInstanceOf(OfferError);
          }
        },
      ),
    );
  });
});
