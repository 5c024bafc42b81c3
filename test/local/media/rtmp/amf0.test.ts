import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Amf0, MOST_BYTES, MOST_DEPTH, MOST_VALUES, readAmf0 } from '../../../../local/media/rtmp/amf0.ts';
import { writeAmf0 } from '../../../../local/media/rtmp/amf0-write.ts';
import { RtmpError } from '../../../../local/media/rtmp/message.ts';

const name = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text !== '__proto__');
const { value } = fc.letrec<{ value: Amf0 }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    ...[fc.double({ noNaN: true }), fc.boolean(), fc.string(), fc.constant(null), fc.constant(undefined)],
    fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

describe('AMF0', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), (values) => {
        expect(readAmf0(Buffer.concat(values.flatMap(writeAmf0)))).toEqual(values);
      }),
    );
  });

  it.each([
    ['an array with names', '0800000001000161003ff000000000000000' + '0009', undefined],
    ['a list', '0a00000002' + '0101' + '05', [[true, null]]],
    ['a date', '0b' + '40f0000000000000' + '0000', [65_536]],
    ['a long text', '0c00000002' + '6869', ['hi']],
  ])('knows %s, which only clients send', (_name, hex, expected) => {
    const bytes = Buffer.from(hex, 'hex');
    if (expected) expect(readAmf0(bytes)).toEqual(expected);
    else expect(readAmf0(Buffer.from('08000000010001610' + '03ff0000000000000' + '000009', 'hex'))).toEqual([{ a: 1 }]);
  });

  const nested = (depth: number): Buffer =>
    Buffer.concat([...Array.from({ length: depth }, () => Buffer.from([3, 0, 1, 0x61])), Buffer.from([5])]);
  it.each([
    ['too deep', nested(MOST_DEPTH + 2)],
    ['too many values', Buffer.alloc(MOST_VALUES + 1, 5)],
    ['a list that is longer than its bytes', Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 5])],
    ['too long', Buffer.alloc(MOST_BYTES + 1, 5)],
    ['an unknown kind of value', Buffer.from([0x11])],
    ['an end in the middle', Buffer.from([2, 0, 9, 1])],
  ])('is refused when it is %s', (_name, bytes) => {
    expect(() => readAmf0(bytes)).toThrow(RtmpError);
  });

  it('never fails in any other way', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readAmf0(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(RtmpError);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
