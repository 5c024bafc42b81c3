/** H.264 as FLV and MP4 carry it: a configuration record, and NAL units with their length before them (ISO 14496-15). */
import type { VideoConfig } from '../feed/frame.ts';
import { pictureSize } from './sps.ts';

export const NAL = { slice: 1, idr: 5, sei: 6, sps: 7, pps: 8, delimiter: 9, fillerData: 12 } as const;

const LENGTH_BYTES = 4;

export function nalType(unit: Buffer): number {
  return (unit[0] ?? 0) & 0x1f;
}

export interface ParameterSets {
  readonly sps: readonly Buffer[];
  readonly pps: readonly Buffer[];
  /** Bytes of the length before each NAL unit: 1, 2 or 4. */
  readonly lengthBytes: number;
}

/** Undefined when the record is malformed. */
export function parseAvcRecord(record: Buffer): ParameterSets | undefined {
  if (record.length < 7 || record[0] !== 1) return undefined;
  let position = 5;
  const readSets = (mask: number): Buffer[] | undefined => {
    const count = (record[position] ?? 0) & mask;
    position += 1;
    const sets: Buffer[] = [];
    for (let index = 0; index < count; index += 1) {
      if (position + 2 > record.length) return undefined;
      const length = record.readUInt16BE(position);
      if (length === 0 || position + 2 + length > record.length) return undefined;
      sets.push(record.subarray(position + 2, position + 2 + length));
      position += 2 + length;
    }
    return sets;
  };
  const sps = readSets(0x1f);
  const pps = sps && readSets(0xff);
  const lengthBytes = ((record[4] ?? 0) & 3) + 1;
  return sps && pps && sps.length > 0 && pps.length > 0 && lengthBytes !== 3 ? { sps, pps, lengthBytes } : undefined;
}

/** A record for units with lengths of four bytes. Undefined when the parameter sets make no sense. */
export function videoConfig(sps: readonly Buffer[], pps: readonly Buffer[]): VideoConfig | undefined {
  const [first] = sps;
  const size = first && first.length >= 4 ? pictureSize(first) : undefined;
  if (!first || !size || pps.length === 0 || sps.length > 31 || pps.length > 255) return undefined;
  const withLength = (set: Buffer): Buffer[] => [Buffer.from([set.length >> 8, set.length & 0xff]), set];
  const record = Buffer.concat([
    Buffer.from([1, ...first.subarray(1, 4), 0xfc | (LENGTH_BYTES - 1), 0xe0 | sps.length]),
    ...sps.flatMap(withLength),
    Buffer.from([pps.length]),
    ...pps.flatMap(withLength),
  ]);
  return { kind: 'video', codec: 'h264', record, ...size };
}

/** The NAL units of one access unit; undefined when their lengths do not add up. */
export function splitUnits(data: Buffer, lengthBytes: number = LENGTH_BYTES): Buffer[] | undefined {
  const units: Buffer[] = [];
  let position = 0;
  while (position < data.length) {
    if (position + lengthBytes > data.length) return undefined;
    const length = data.readUIntBE(position, lengthBytes);
    position += lengthBytes;
    if (position + length > data.length) return undefined;
    if (length > 0) units.push(data.subarray(position, position + length));
    position += length;
  }
  return units;
}

export function joinUnits(units: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [];
  for (const unit of units) {
    const length = Buffer.allocUnsafe(LENGTH_BYTES);
    length.writeUInt32BE(unit.length);
    parts.push(length, unit);
  }
  return Buffer.concat(parts);
}
