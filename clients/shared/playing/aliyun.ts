/**
 * Playing from Alibaba Cloud: RTS and the people on stage through the vendor's SDKs, which are loaded when first needed; FLV,
 * HLS and recordings as everywhere. The SDK that plays RTS is used by itself and not through the vendor's player: that one
 * brings a frame of its own and wants a licence (media.md §1).
 */
import { playFile } from './file.ts';
import { playFlv } from './flv.ts';
import { playHls } from './hls.ts';
import { climb } from './ladder.ts';
import type { Playing } from './playing.ts';

export function openAliyunPlaying(): Playing {
  return {
    play: (video, urls) =>
      climb(video, urls, {
        rts: async (...request) => (await import('./aliyun-rts.ts')).playRts(...request),
        flv: playFlv,
        hls: playHls,
        file: playFile,
      }),
    playMember: async (url) => (await import('./aliyun-member.ts')).playMember(url),
  };
}
