/** AAC: what its configuration says (ISO 14496-3 §1.6.2.1). */
import type { AudioConfig } from '../feed/frame.ts';

/** Samples of one packet. */
export const AAC_FRAME_SAMPLES = 1_024;
const RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];
const EXPLICIT_RATE = 15;
const CHANNELS = [0, 1, 2, 3, 4, 5, 6, 8];

/** Undefined when the configuration is malformed. */
export function aacConfig(record: Buffer): AudioConfig | undefined {
  if (record.length < 2 || record.length > 64) return undefined;
  const objectType = (record[0] ?? 0) >> 3;
  const rateIndex = (((record[0] ?? 0) & 7) << 1) | ((record[1] ?? 0) >> 7);
  if (objectType === 0 || objectType === 31) return undefined;
  if (rateIndex === EXPLICIT_RATE && record.length < 5) return undefined;
  const explicit = rateIndex === EXPLICIT_RATE ? (record.readUInt32BE(1) >> 7) & 0xffffff : undefined;
  const channelBits = rateIndex === EXPLICIT_RATE ? record[4] : record[1];
  const channels = CHANNELS[((channelBits ?? 0) >> 3) & 15];
  const sampleRate = explicit ?? RATES[rateIndex];
  if (!sampleRate || channels === undefined) return undefined;
  // Zero channels: a program configuration element tells, as only exotic encoders do; two is what players assume.
  return { kind: 'audio', codec: 'aac', record, sampleRate, channels: channels || 2 };
}
