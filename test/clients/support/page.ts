/** What adapters use of a browser, for tests that have none. */
import { afterEach, beforeEach, vi } from 'vitest';

export interface FakePage {
  /** Tells listeners of the window. */
  tell(event: 'online' | 'pagehide'): void;
  readonly document: { hidden: boolean };
}

/** Window, document and time of a page, for each test of the file. */
export function useFakePage(): FakePage {
  let events = new EventTarget();
  const document = { hidden: false };
  beforeEach(() => {
    vi.useFakeTimers();
    events = new EventTarget();
    document.hidden = false;
    vi.stubGlobal('addEventListener', events.addEventListener.bind(events));
    vi.stubGlobal('removeEventListener', events.removeEventListener.bind(events));
    vi.stubGlobal('document', document);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
  return { tell: (event) => void events.dispatchEvent(new Event(event)), document };
}

/** As much of a video element as the players touch. */
export class FakeVideo extends EventTarget {
  paused = false;
  muted = false;
  currentTime = 0;
  frames = 0;
  srcObject: unknown = null;
  src = '';
  readonly play = vi.fn(async () => undefined);
  readonly load = vi.fn();

  getVideoPlaybackQuality(): { totalVideoFrames: number } {
    return { totalVideoFrames: this.frames };
  }

  removeAttribute(): void {
    this.src = '';
  }

  tell(event: 'loadeddata' | 'waiting' | 'playing' | 'error'): void {
    this.dispatchEvent(new Event(event));
  }

  get element(): HTMLVideoElement {
    return this as unknown as HTMLVideoElement;
  }
}

/** Lets everything go on that waits for nothing but promises. */
export const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
