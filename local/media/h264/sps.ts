/** The size of the picture, from a sequence parameter set (ITU-T H.264 §7.3.2.1.1). */
import { BitReader } from './bit-reader.ts';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Profiles whose parameter sets tell chroma format and scaling matrices. */
const HIGH_PROFILES = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];
const MAX_SIDE = 16_384;

/** `sps`: the whole NAL unit. Undefined when it is malformed. */
export function pictureSize(sps: Buffer): PictureSize | undefined {
  try {
    const size = read(sps);
    const isPossible = size.width > 0 && size.height > 0 && size.width <= MAX_SIDE && size.height <= MAX_SIDE;
    return isPossible ? size : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function read(sps: Buffer): PictureSize {
  const profile = sps[1] ?? 0;
  const reader = new BitReader(sps.subarray(4));
  reader.unsigned(); // seq_parameter_set_id
  const chromaFormat = HIGH_PROFILES.includes(profile) ? readHighProfile(reader) : 1;
  reader.unsigned(); // log2_max_frame_num_minus4
  skipPictureOrder(reader);
  reader.unsigned(); // max_num_ref_frames
  reader.bit(); // gaps_in_frame_num_value_allowed_flag
  const widthInMacroblocks = reader.unsigned() + 1;
  const heightInUnits = reader.unsigned() + 1;
  const framesOnly = reader.bit();
  if (framesOnly === 0) reader.bit(); // mb_adaptive_frame_field_flag
  reader.bit(); // direct_8x8_inference_flag
  const crop = reader.bit() === 1 ? [0, 0, 0, 0].map(() => reader.unsigned()) : [0, 0, 0, 0];
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  const unitX = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
  const unitY = (chromaFormat === 1 ? 2 : 1) * (2 - framesOnly);
  return {
    width: widthInMacroblocks * 16 - unitX * (left + right),
    height: heightInUnits * 16 * (2 - framesOnly) - unitY * (top + bottom),
  };
}

/** Answers chroma_format_idc. */
function readHighProfile(reader: BitReader): number {
  const chromaFormat = reader.unsigned();
  if (chromaFormat === 3) reader.bit(); // separate_colour_plane_flag
  reader.unsigned(); // bit_depth_luma_minus8
  reader.unsigned(); // bit_depth_chroma_minus8
  reader.bit(); // qpprime_y_zero_transform_bypass_flag
  if (reader.bit() === 1) {
    for (let list = 0; list < (chromaFormat === 3 ? 12 : 8); list += 1) {
      if (reader.bit() === 1) skipScalingList(reader, list < 6 ? 16 : 64);
    }
  }
  return chromaFormat;
}

function skipScalingList(reader: BitReader, size: number): void {
  let [last, next] = [8, 8];
  for (let index = 0; index < size; index += 1) {
    if (next !== 0) next = (last + reader.signed() + 256) % 256;
    last = next === 0 ? last : next;
  }
}

function skipPictureOrder(reader: BitReader): void {
  const type = reader.unsigned();
  if (type === 0) reader.unsigned(); // log2_max_pic_order_cnt_lsb_minus4
  if (type !== 1) return;
  reader.bit(); // delta_pic_order_always_zero_flag
  reader.signed(); // offset_for_non_ref_pic
  reader.signed(); // offset_for_top_to_bottom_field
  const cycle = reader.unsigned();
  if (cycle > 255) throw new RangeError('the parameter set has too long a picture order cycle');
  for (let index = 0; index < cycle; index += 1) reader.signed();
}
