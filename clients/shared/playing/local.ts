/** Playing from the local cloud: WHEP, then FLV, then HLS; recordings as files or HLS. */
import { localUrl } from '../local-urls.ts';
import { playFile } from './file.ts';
import { playFlv } from './flv.ts';
import { playHls } from './hls.ts';
import { climb } from './ladder.ts';
import type { Playing, PlayingOptions } from './playing.ts';
import { playWhep, receiveMember } from './whep.ts';

export function openLocalPlaying({ streamingOrigin }: PlayingOptions): Playing {
  return {
    play: (video, urls) =>
      climb(video, urls, {
        rts: (element, url, signal) => playWhep(element, localUrl(url, 'play', streamingOrigin), signal),
        flv: playFlv,
        hls: playHls,
        file: playFile,
      }),
    playMember: (url) => receiveMember(localUrl(url, 'play', streamingOrigin)),
  };
}
