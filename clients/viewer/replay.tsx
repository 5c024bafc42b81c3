/** The recording of an ended channel, one piece after the other. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { stage } from '../shared/configuration.ts';
import { openPlaying } from '../shared/playing/open.ts';
import type { RoomModel } from '../shared/room/room.ts';
import { Waiting } from '../shared/room/waiting.tsx';
import { t } from '../shared/words/words.ts';

/** A recording is ready some seconds after the end. */
const LOOK_EVERY_MS = 3_000;

export function Replay({ model }: { model: RoomModel }) {
  const pieces = model.room.value.vod_info?.status === 1 ? model.room.value.vod_info.playlist : [];
  const chosen = useSignal(0);
  useEffect(() => {
    if (pieces.length > 0) return undefined;
    const timer = setInterval(() => void model.refresh().catch(() => undefined), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [pieces.length]);
  const piece = pieces[chosen.value];
  if (!piece) {
    const isRecorded = stage.value?.features.recording !== false;
    return <Waiting model={model} icon="clock" text={t(isRecorded ? 'picture.ended' : 'picture.ended.unrecorded')} />;
  }
  return (
    <>
      <Recording
        key={piece.play_url}
        url={piece.play_url}
        title={model.room.value.title}
        onEnd={() => {
          if (chosen.value + 1 < pieces.length) chosen.value += 1;
        }}
      />
      {pieces.length > 1 && (
        <nav class="pieces" aria-label={t('replay.pieces')}>
          {pieces.map((each, index) => (
            <button
              type="button"
              key={each.play_url}
              aria-current={index === chosen.value}
              onClick={() => {
                chosen.value = index;
              }}
            >
              {t('replay.piece', { number: index + 1 })}
            </button>
          ))}
        </nav>
      )}
    </>
  );
}

interface RecordingProps {
  readonly url: string;
  readonly title: string;
  readonly onEnd: () => void;
}

function Recording({ url, title, onEnd }: RecordingProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    const playback = openPlaying().play(element, { file: url });
    return () => playback.stop();
  }, [url]);
  return (
    <div class="screen" data-state="replay">
      <video ref={video} controls playsInline aria-label={t('replay.title', { title })} onEnded={onEnd}>
        <track kind="captions" />
      </video>
    </div>
  );
}
