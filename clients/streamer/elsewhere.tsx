/** What another program sends, as viewers see it; and before it comes, where it has to be sent. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { openPlaying } from '../shared/playing/open.ts';
import type { PlaybackState } from '../shared/playing/playing.ts';
import { StateMark } from '../shared/room/facts.tsx';
import type { RoomModel } from '../shared/room/room.ts';
import { t } from '../shared/words/words.ts';

export function Elsewhere({ model }: { model: RoomModel }) {
  const isLive = model.room.value.status === 1;
  return (
    <div class={isLive ? 'screen' : 'screen idle'}>
      {isLive ? <Sent model={model} /> : <p role="status">{t('encoder.waiting')}</p>}
      <StateMark room={model.room.value} />
    </div>
  );
}

function Sent({ model }: { model: RoomModel }) {
  const video = useRef<HTMLVideoElement>(null);
  const state = useSignal<PlaybackState>('connecting');
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    // The streamer hears the sound already.
    element.muted = true;
    const { rts_url: rts, flv_url: flv, hls_url: hls } = model.room.value.pull_url_info;
    const playback = openPlaying().play(element, { rts, flv, hls });
    const end = playback.onState((next) => {
      state.value = next;
    });
    return () => {
      end();
      playback.stop();
    };
  }, [model.id]);
  return (
    <>
      <video ref={video} playsInline autoplay aria-label={t('studio.preview')}>
        <track kind="captions" />
      </video>
      {state.value !== 'playing' && <p>{t('picture.connecting')}</p>}
    </>
  );
}
