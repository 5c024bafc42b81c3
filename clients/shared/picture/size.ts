/** Sizes of what is sent. */

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** 640x360: larger mixed pictures saturate two cores (media.md §5). */
export const LANDSCAPE: PictureSize = { width: 640, height: 360 };
export const PORTRAIT: PictureSize = { width: 360, height: 640 };

export const FRAMES_PER_SECOND = 30;
