/** The playing adapter that this stage asks for; players and the vendor's SDKs come when something is played. */
import { stage } from '../configuration.ts';
import { openAliyunPlaying } from './aliyun.ts';
import { openLocalPlaying } from './local.ts';
import type { Playing } from './playing.ts';

export function openPlaying(): Playing {
  const media = stage.value?.media;
  if (media?.adapter !== 'local') return openAliyunPlaying();
  return openLocalPlaying({ streamingOrigin: media.streaming_origin });
}
