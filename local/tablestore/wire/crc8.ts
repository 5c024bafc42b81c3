/** CRC-8 with polynomial 0x07 and initial value 0, the checksum of PlainBuffer cells and rows (tablestore.md §3). */

const TABLE = Uint8Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : (crc << 1) & 0xff;
  return crc;
});

export function crc8Byte(crc: number, byte: number): number {
  return TABLE[(crc ^ byte) & 0xff] as number;
}

export function crc8(crc: number, bytes: Uint8Array): number {
  let result = crc;
  for (let index = 0; index < bytes.length; index += 1)
    result = TABLE[(result ^ (bytes[index] as number)) & 0xff] as number;
  return result;
}
