/** The state of one playback, and who wants to know it. */
import { Emitter } from '../emitter.ts';
import type { PlaybackState, PlayingProblem } from './playing.ts';

export class PlaybackStates {
  readonly #events = new Emitter<{ state: (state: PlaybackState, problem?: PlayingProblem) => void }>();
  #state: PlaybackState = 'connecting';

  get state(): PlaybackState {
    return this.#state;
  }

  on(listener: (state: PlaybackState, problem?: PlayingProblem) => void): () => void {
    return this.#events.on('state', listener);
  }

  set(state: PlaybackState, problem?: PlayingProblem): void {
    if (state === this.#state && problem === undefined) return;
    this.#state = state;
    this.#events.emit('state', state, problem);
  }
}
