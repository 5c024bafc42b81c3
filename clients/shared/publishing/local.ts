/** Publishing to the local cloud: WHIP; what viewers of a co-streaming room see is mixed here (media.md §5). */
import { localUrl } from '../local-urls.ts';
import { openLocalMix } from './local-mix.ts';
import type { Publishing, PublishingOptions } from './publishing.ts';
import { publishWhip } from './whip.ts';
import type { WhipSlot } from './whip-slot.ts';

export function openLocalPublishing({ streamingOrigin, mixing }: PublishingOptions): Publishing {
  return {
    publish: async (url, source, { canMix = false } = {}) => {
      const own = slotsOf(source);
      // A second group of sections is for the mix (docs/local-media.md): WHIP cannot add it later.
      const kept: WhipSlot[] = canMix ? own.map(({ kind }) => ({ kind, track: null })) : [];
      const whip = await publishWhip(localUrl(url, 'push', streamingOrigin), [...own, ...kept]);
      const onPicture = ({ track }: MediaStreamTrackEvent): void => {
        void whip.send(
          own.findIndex(({ kind }) => kind === track.kind),
          track,
        );
      };
      source.addEventListener('addtrack', onPicture);
      const mix = canMix ? openLocalMix(whip, { mixing, firstSlot: own.length }) : undefined;
      return {
        get state() {
          return whip.state;
        },
        mix: async (picture, streams) => mix?.show(picture, streams),
        onState: whip.onState,
        stop: async () => {
          source.removeEventListener('addtrack', onPicture);
          mix?.close();
          whip.stop();
        },
      };
    },
  };
}

function slotsOf(source: MediaStream): WhipSlot[] {
  return (['video', 'audio'] as const).flatMap((kind) => {
    const track = source.getTracks().find((each) => each.kind === kind);
    return track ? [{ kind, track }] : [];
  });
}
