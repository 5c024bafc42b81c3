/** What is being sent, as the streamer sees it. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../shared/ui/icon.tsx';
import { t } from '../shared/words/words.ts';
import type { Broadcast } from './broadcast.ts';

export interface PreviewProps {
  readonly broadcast: Broadcast;
  /** In front of the picture. */
  readonly children?: ComponentChildren;
}

export function Preview({ broadcast, children }: PreviewProps) {
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
      {broadcast.kind.value !== undefined && !broadcast.isCameraOn.value && (
        <p>
          <Icon name="camera" isOff /> {t('studio.hidden')}
        </p>
      )}
      {state ? (
        <span class={`state ${state === 'live' ? 'live' : 'preparing'}`}>{t(`sending.${state}`)}</span>
      ) : (
        <span class="state preparing">{t('studio.preview')}</span>
      )}
      {broadcast.problem.value && (
        <p class="warning" role="alert">
          {t(`publish.${broadcast.problem.value}`)}
        </p>
      )}
      {children}
    </div>
  );
}
