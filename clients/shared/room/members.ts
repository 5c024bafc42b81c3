/** The pictures of the others on stage: one playback each, begun when somebody comes and ended when they go. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { MemberPlayback, Playing } from '../playing/playing.ts';
import type { StageMember } from './stage.ts';

export interface Members {
  /** Streams by user id, of those whose picture has come. */
  readonly streams: ReadonlySignal<ReadonlyMap<string, MediaStream>>;
  /** Makes it so that exactly these are played. */
  follow(members: readonly StageMember[]): void;
  close(): void;
}

/** Milliseconds before somebody whose picture broke off is tried again. */
const RETRY_MS = 1_000;

export function openMembers(playing: Playing): Members {
  const streams = signal<ReadonlyMap<string, MediaStream>>(new Map());
  const wanted = new Map<string, string>();
  const running = new Map<string, MemberPlayback>();
  let isClosed = false;

  const set = (userId: string, stream: MediaStream | undefined): void => {
    const next = new Map(streams.value);
    if (stream) next.set(userId, stream);
    else next.delete(userId);
    streams.value = next;
  };
  const drop = (userId: string): void => {
    running.get(userId)?.stop();
    running.delete(userId);
    set(userId, undefined);
  };
  const again = (userId: string, url: string): void => {
    setTimeout(() => {
      if (wanted.get(userId) === url && !running.has(userId)) void begin(userId, url);
    }, RETRY_MS);
  };
  const begin = async (userId: string, url: string): Promise<void> => {
    try {
      const playback = await playing.playMember(url);
      if (isClosed || wanted.get(userId) !== url) {
        playback.stop();
        return;
      }
      running.set(userId, playback);
      set(userId, playback.stream);
      playback.onEnded(() => {
        if (running.get(userId) !== playback) return;
        drop(userId);
        again(userId, url);
      });
    } catch {
      // Whoever was just let on stage needs a moment before there is something to play.
      again(userId, url);
    }
  };
  return {
    streams,
    follow: (members) => {
      const urls = new Map(
        members.flatMap(({ user_id, rtc_pull_url }) => (rtc_pull_url ? [[user_id, rtc_pull_url]] : [])),
      );
      for (const userId of [...wanted.keys()]) {
        if (sameStream(urls.get(userId), wanted.get(userId))) continue;
        wanted.delete(userId);
        drop(userId);
      }
      for (const [userId, url] of urls) {
        if (wanted.has(userId)) continue;
        wanted.set(userId, url);
        void begin(userId, url);
      }
    },
    close: () => {
      isClosed = true;
      wanted.clear();
      for (const userId of [...running.keys()]) drop(userId);
    },
  };
}

/** Each answer signs the URL anew: only channel and user tell whose picture it is. */
function sameStream(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && identityOf(a) === identityOf(b);
}

function identityOf(url: string): string {
  const { pathname, searchParams } = new URL(url.replace(/^artc:/, 'https:'));
  return `${pathname}?${searchParams.get('userId')}`;
}
