/** Somebody on stage: picture, name, and whether microphone and camera are on. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import { t } from '../words/words.ts';

export interface TileProps {
  readonly name: string;
  readonly stream: MediaStream | undefined;
  /** One's own sound is not played. */
  readonly isSelf?: boolean;
  readonly isMicrophoneOn: boolean;
  readonly isCameraOn: boolean;
  readonly children?: ComponentChildren;
}

export function Tile({ name, stream, isSelf = false, isMicrophoneOn, isCameraOn, children }: TileProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream ?? null;
  }, [stream]);
  return (
    <figure class="tile">
      <video ref={video} autoplay playsInline muted={isSelf} aria-label={t('stage.picture', { name })}>
        <track kind="captions" />
      </video>
      {(!isCameraOn || stream === undefined) && <Avatar name={name} />}
      <figcaption>
        <Icon name="microphone" isOff={!isMicrophoneOn} />
        <span class="hidden">{t(isMicrophoneOn ? 'stage.microphone.on' : 'stage.microphone.off')}</span>
        {!isCameraOn && <Icon name="camera" isOff />}
        {!isCameraOn && <span class="hidden">{t('stage.camera.off')}</span>}
        <span class="name">{isSelf ? t('stage.self', { name }) : name}</span>
      </figcaption>
      {children && <div class="tools">{children}</div>}
    </figure>
  );
}
