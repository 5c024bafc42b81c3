/** What is being sent, as the streamer sees it. */
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../shared/words/words.ts';
import type { Broadcast } from './broadcast.ts';

export function Preview({ broadcast }: { broadcast: Broadcast }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = broadcast.studio.own;
  }, [broadcast]);
  const state = broadcast.sending.value;
  return (
    <div class={`screen ${broadcast.isPortrait.value ? 'portrait' : ''}`} data-sending={state}>
      <video ref={video} autoplay muted playsInline aria-label={t('studio.preview')}>
        <track kind="captions" />
      </video>
      {broadcast.kind.value === undefined && <p>{t('studio.no-source')}</p>}
      {state && <span class={`state ${state === 'live' ? 'live' : 'preparing'}`}>{t(`sending.${state}`)}</span>}
      {broadcast.problem.value && (
        <p class="warning" role="alert">
          {t(`publish.${broadcast.problem.value}`)}
        </p>
      )}
    </div>
  );
}
