/** The playing adapter that this stage asks for. */
import { stage } from '../configuration.ts';
import { openLocalPlaying } from './local.ts';
import type { Playing } from './playing.ts';

export function openPlaying(): Playing {
  return openLocalPlaying({ streamingOrigin: stage.value?.media.streaming_origin ?? '' });
}
