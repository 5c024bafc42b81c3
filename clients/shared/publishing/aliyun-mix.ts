/** The layout of a mix as the vendor's pusher takes it: pixels instead of parts of 1. */
import type { AlivcLivePush, TranscodingConfig } from '../vendor/live-push.ts';
import type { MixPicture } from './publishing.ts';

const KILOBITS = 1_200;
const CUT_TO_FILL = 1;
const CAMERA = 0;

export function transcodingOf(sdk: AlivcLivePush, { size, panes }: MixPicture): TranscodingConfig {
  const config = new sdk.AlivcLiveTranscodingConfig();
  config.width = size.width;
  config.height = size.height;
  config.bitrate = KILOBITS;
  config.cropMode = CUT_TO_FILL;
  config.mixStreams = panes.map((pane, index) => {
    // Edges are rounded and not sizes, so that neighbours touch.
    const [left, top] = [Math.round(pane.x * size.width), Math.round(pane.y * size.height)];
    const right = Math.round((pane.x + pane.width) * size.width);
    const bottom = Math.round((pane.y + pane.height) * size.height);
    return new sdk.AlivcLiveMixStream(pane.userId, left, top, right - left, bottom - top, index + 1, CAMERA);
  });
  return config;
}
