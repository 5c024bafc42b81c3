/** The picture of a channel: live, being waited for, over, or the recording of it. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { openPlaying } from '../shared/playing/open.ts';
import type { PlaybackState, PlayProtocol, PlayUrls } from '../shared/playing/playing.ts';
import type { RoomAnswer, RoomModel } from '../shared/room/room.ts';
import { Waiting } from '../shared/room/waiting.tsx';
import { Icon } from '../shared/ui/icon.tsx';
import { t, type WordKey } from '../shared/words/words.ts';
import { Replay } from './replay.tsx';

export function Picture({ model }: { model: RoomModel }) {
  const { status, started_at } = model.room.value;
  if (status === 1) return <Live model={model} />;
  if (status === 2) return <Replay model={model} />;
  return started_at === undefined ? (
    <Waiting model={model} icon="clock" text={t('picture.before')} />
  ) : (
    <Waiting model={model} icon="pause" text={t('picture.paused')} />
  );
}

/** Milliseconds before new links are tried: those may be no better, when somebody's clock is wrong. */
const RENEW_AFTER_MS = 1_000;

function Live({ model }: { model: RoomModel }) {
  const video = useRef<HTMLVideoElement>(null);
  const state = useSignal<PlaybackState>('connecting');
  const problem = useSignal<WordKey | undefined>(undefined);
  const protocol = useSignal<PlayProtocol | undefined>(undefined);
  const isSilent = useSignal(false);
  const isPortrait = useSignal(false);
  const renewals = useSignal(0);
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const renew = (): void => {
      timer = setTimeout(() => {
        renewals.value += 1;
      }, RENEW_AFTER_MS);
    };
    const playback = openPlaying().play(element, urlsOf(model.room.value));
    const end = playback.onState((next, why) => {
      state.value = next;
      protocol.value = playback.protocol;
      isSilent.value = why === 'blocked';
      problem.value = why === undefined || why === 'blocked' ? undefined : `play.${why}`;
      // Links are signed for some hours: a page that was open for longer asks for new ones.
      if (why === 'expired')
        void model
          .refresh()
          .catch(() => undefined)
          .finally(renew);
    });
    return () => {
      clearTimeout(timer);
      end();
      playback.stop();
    };
  }, [model.id, model.room.value.started_at, renewals.value]);
  return (
    <div
      class="screen"
      data-state={state.value}
      data-protocol={protocol.value}
      data-shape={isPortrait.value ? 'portrait' : 'landscape'}
    >
      <video
        ref={video}
        playsInline
        autoplay
        aria-label={model.room.value.title}
        onResize={({ currentTarget: { videoWidth, videoHeight } }) => {
          isPortrait.value = videoHeight > videoWidth;
        }}
      >
        <track kind="captions" />
      </video>
      {state.value !== 'playing' && (
        <p role="status" class="wait">
          <span class="spinner" aria-hidden="true" />
          {problem.value ? t(problem.value) : t(`picture.${waitingWord(state.value)}`)}
        </p>
      )}
      {isSilent.value && (
        <button
          type="button"
          class="main sound"
          onClick={() => {
            if (video.current) video.current.muted = false;
            isSilent.value = false;
          }}
        >
          <Icon name="sound" /> {t('picture.sound')}
        </button>
      )}
    </div>
  );
}

function waitingWord(state: PlaybackState): 'connecting' | 'reconnecting' {
  return state === 'connecting' ? 'connecting' : 'reconnecting';
}

/** A co-streaming room is watched as the mixed stream (appserver-contract.md §4.5). */
function urlsOf(room: RoomAnswer): PlayUrls {
  const urls = room.link_info?.cdn_pull_info ?? room.pull_url_info;
  // With sound in AAC where the stage offers it: not every browser plays the Opus of a browser that sends.
  return { rts: urls.rts_url, flv: urls.flv_oriaac_url ?? urls.flv_url, hls: urls.hls_oriaac_url ?? urls.hls_url };
}
