/** Publishing to the local cloud: WHIP; what viewers of a co-streaming room see is mixed here (media.md §5). */
import { localUrl } from '../local-urls.ts';
import { type Mix, openMix } from '../picture/mix.ts';
import { LANDSCAPE } from '../picture/size.ts';
import type { Publishing, PublishingOptions } from './publishing.ts';
import { publishWhip, type WhipPublication } from './whip.ts';

export function openLocalPublishing({ streamingOrigin }: PublishingOptions): Publishing {
  return {
    publish: async (url, source) => {
      const whip = await publishWhip(localUrl(url, 'push', streamingOrigin), source);
      return {
        ...mixing(whip, source),
        get state() {
          return whip.state;
        },
        onState: whip.onState,
      };
    },
  };
}

function mixing(whip: WhipPublication, first: MediaStream) {
  let own = first;
  let mix: { made: Mix; audio: AudioContext } | undefined;
  const end = (): void => {
    mix?.made.close();
    void mix?.audio.close();
    mix = undefined;
  };
  return {
    replace: async (source: MediaStream) => {
      own = source;
      if (!mix) await whip.replace(source);
    },
    mix: async (panes: Parameters<Mix['arrange']>[0], streams: ReadonlyMap<string, MediaStream>) => {
      if (panes.length < 2) {
        await whip.replace(own);
        end();
        return;
      }
      const isNew = mix === undefined;
      if (!mix) {
        const audio = new AudioContext();
        mix = { made: openMix(LANDSCAPE, audio), audio };
      }
      mix.made.arrange(panes, streams);
      if (isNew) await whip.replace(mix.made.stream);
    },
    stop: async () => {
      end();
      whip.stop();
    },
  };
}
