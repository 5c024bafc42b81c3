/** The HLS windows of all streams; that of a stream that has stopped stays a little, so that viewers see its end. */
import type { Schedule } from '../../schedule.ts';
import type { Publication } from '../feed/hub.ts';
import { HlsWindow } from './window.ts';

/** How long the end of a stream can be read. */
export const LINGER_MS = 10_000;

export class HlsWindows {
  readonly #schedule: Schedule;
  readonly #random: (bytes: number) => Buffer;
  readonly #byPush = new Map<number, HlsWindow>();
  readonly #byToken = new Map<string, HlsWindow>();
  /** Of streams that have stopped, by ingest domain, app and stream. */
  readonly #ended = new Map<string, HlsWindow>();

  constructor(schedule: Schedule, random: (bytes: number) => Buffer) {
    this.#schedule = schedule;
    this.#random = random;
  }

  /** A window for a stream that begins. */
  open({ stream, feed }: Publication): HlsWindow {
    const window = new HlsWindow(stream.publishedAtMs, this.#random);
    const key = `${stream.domain}/${stream.app}/${stream.stream}`;
    this.#byPush.set(stream.pushId, window);
    this.#byToken.set(window.token, window);
    const forget = (): void => {
      this.#byToken.delete(window.token);
      if (this.#ended.get(key) === window) this.#ended.delete(key);
    };
    feed.attach({
      tracks: () => undefined,
      frame: () => undefined,
      end: (reason) => {
        this.#byPush.delete(stream.pushId);
        // What was forbidden is not shown a moment longer.
        if (reason === 'cut') {
          forget();
          return;
        }
        this.#ended.set(key, window);
        this.#schedule.after(LINGER_MS, forget);
      },
    });
    return window;
  }

  of({ stream }: Publication): HlsWindow | undefined {
    return this.#byPush.get(stream.pushId);
  }

  /** Of a stream that stopped a moment ago. */
  ended(ingestDomain: string, app: string, stream: string): HlsWindow | undefined {
    return this.#ended.get(`${ingestDomain}/${app}/${stream}`);
  }

  byToken(token: string): HlsWindow | undefined {
    return this.#byToken.get(token);
  }
}
