import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChunkReader, MOST_CHUNK_STREAMS, MOST_MESSAGE_BYTES } from '../../../../local/media/rtmp/chunk-reader.ts';
import { writeMessage } from '../../../../local/media/rtmp/chunk-writer.ts';
import { type Message, RtmpError } from '../../../../local/media/rtmp/message.ts';

function readAll(bytes: Buffer, cuts: readonly number[] = [], chunkSize = 128): Message[] {
  const reader = new ChunkReader();
  reader.setChunkSize(chunkSize);
  const messages: Message[] = [];
  let at = 0;
  for (const cut of [...cuts.map((share) => Math.floor(share * bytes.length)).sort((a, b) => a - b), bytes.length]) {
    reader.push(bytes.subarray(at, cut), (message) => messages.push({ ...message, body: Buffer.from(message.body) }));
    at = cut;
  }
  return messages;
}

const message = fc.record({
  type: fc.integer({ min: 1, max: 20 }),
  streamId: fc.integer({ min: 0, max: 0xffffffff }),
  timestampMs: fc.oneof(fc.integer({ min: 0, max: 0xffffff }), fc.integer({ min: 0xfffff0, max: 0xffffffff })),
  body: fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
});
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('messages', () => {
  it('come back as they were written, in whatever pieces the network hands over', () => {
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 5 }),
        fc.array(share, { maxLength: 10 }),
        fc.integer({ min: 1, max: 3_000 }),
        (messages, cuts, size) => {
          const bytes = Buffer.concat(messages.flatMap((each) => writeMessage(each, 5, size)));
          expect(readAll(bytes, cuts, size)).toEqual(messages);
        },
      ),
    );
  });

  it('of different chunk streams may be interleaved chunk by chunk', () => {
    const [sound, picture] = [8, 9].map((type) => ({
      type,
      streamId: 1,
      timestampMs: type,
      body: Buffer.alloc(300, type),
    }));
    const chunks = [sound, picture].map((each, index) => {
      const parts = each ? writeMessage(each, 4 + index, 128) : [];
      return [0, 2, 4].map((at) => Buffer.concat(parts.slice(at, at + 2)));
    });
    const mixed = [0, 1, 2]
      .flatMap((index) => [chunks[0]?.[index], chunks[1]?.[index]])
      .map((part) => part ?? Buffer.alloc(0));
    expect(readAll(Buffer.concat(mixed))).toEqual([sound, picture]);
  });

  it('may have their headers shortened to what has changed: formats 1, 2 and 3', () => {
    const full = Buffer.from([4, 0, 0, 100, 0, 0, 2, 8, 1, 0, 0, 0, 0xaa, 0xbb]);
    const sameStream = Buffer.from([0x44, 0, 0, 20, 0, 0, 1, 9, 0xcc]);
    const sameLength = Buffer.from([0x84, 0, 0, 30, 0xdd]);
    const sameAll = Buffer.from([0xc4, 0xee]);
    const read = readAll(Buffer.concat([full, sameStream, sameLength, sameAll]));
    expect(
      read.map(({ type, timestampMs, streamId, body }) => [type, timestampMs, streamId, body.toString('hex')]),
    ).toEqual([
      [8, 100, 1, 'aabb'],
      [9, 120, 1, 'cc'],
      [9, 150, 1, 'dd'],
      [9, 180, 1, 'ee'],
    ]);
  });

  it('with a long timestamp are read whether or not each chunk repeats it', () => {
    const body = Buffer.alloc(200, 1);
    const [head, first, next, rest] = writeMessage({ type: 9, streamId: 1, timestampMs: 0x1000000, body }, 6, 128);
    const parts = [head, first, next?.subarray(0, 1), rest].map((part) => part ?? Buffer.alloc(0));
    expect(readAll(Buffer.concat(parts))).toMatchObject([{ timestampMs: 0x1000000, body }]);
  });

  it('can be on chunk streams with long numbers', () => {
    const head = [0, 0, 5, 0, 0, 1, 8, 0, 0, 0, 0];
    for (const basic of [
      [0x00, 200],
      [0x01, 200, 3],
    ]) {
      expect(readAll(Buffer.from([...basic, ...head, 0x77]))).toMatchObject([{ type: 8, body: Buffer.from([0x77]) }]);
    }
  });

  it('that are given up in the middle are forgotten', () => {
    const reader = new ChunkReader();
    const messages: Message[] = [];
    const [head, part] = writeMessage({ type: 9, streamId: 1, timestampMs: 1, body: Buffer.alloc(300) }, 6, 128);
    reader.push(Buffer.concat([head ?? Buffer.alloc(0), part ?? Buffer.alloc(0)]), (each) => messages.push(each));
    reader.abort(6);
    const whole = writeMessage({ type: 8, streamId: 1, timestampMs: 2, body: Buffer.from([1]) }, 6, 128);
    reader.push(Buffer.concat(whole), (each) => messages.push(each));
    expect(messages).toMatchObject([{ type: 8, timestampMs: 2 }]);
  });
});

describe('a peer that does not keep to the protocol', () => {
  const header = (id: number, length: number): Buffer => {
    const bytes = Buffer.from([id, 0, 0, 0, 0, 0, 0, 9, 1, 0, 0, 0]);
    bytes.writeUIntBE(length, 4, 3);
    return bytes;
  };
  it.each([
    ['announces a message that is too long', header(4, MOST_MESSAGE_BYTES + 1)],
    [
      'begins messages that never end',
      Buffer.concat([4, 5, 6].map((id) => Buffer.concat([header(id, MOST_MESSAGE_BYTES), Buffer.alloc(128)]))),
    ],
    [
      'opens too many chunk streams',
      Buffer.concat(
        Array.from({ length: MOST_CHUNK_STREAMS + 1 }, (_, id) =>
          Buffer.from([0, id, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]),
        ),
      ),
    ],
    ['continues what never began', Buffer.from([0xc4, 1])],
    ['begins a message in the middle of another one', Buffer.concat([header(4, 300), Buffer.alloc(128), header(4, 1)])],
  ])('%s', (_name, bytes) => {
    expect(() => readAll(bytes)).toThrow(RtmpError);
  });

  it('may announce a large message without any memory being set aside for it', () => {
    const reader = new ChunkReader();
    const before = process.memoryUsage().arrayBuffers;
    for (let round = 0; round < 100; round += 1) new ChunkReader().push(header(4, MOST_MESSAGE_BYTES), () => undefined);
    reader.push(header(4, MOST_MESSAGE_BYTES), () => undefined);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(MOST_MESSAGE_BYTES * 2);
  });

  it('cannot set an impossible chunk size', () => {
    expect(() => new ChunkReader().setChunkSize(0)).toThrow(RtmpError);
    expect(() => new ChunkReader().setChunkSize(0x80000000)).toThrow(RtmpError);
  });

  it('never makes the reader fail in any other way', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (pieces) => {
        const reader = new ChunkReader();
        try {
          for (const piece of pieces)
            reader.push(Buffer.from(piece), ({ body }) => expect(body.length).toBeLessThanOrEqual(MOST_MESSAGE_BYTES));
        } catch (error) {
          expect(error).toBeInstanceOf(RtmpError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
