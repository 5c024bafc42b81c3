/** Events of one object, typed by the listeners they take. */
type Listeners<Events> = { [Name in keyof Events]?: Set<Events[Name]> };

export class Emitter<Events extends { [Name in keyof Events]: (...args: never[]) => void }> {
  readonly #listeners: Listeners<Events> = {};

  /** @returns what ends the subscription */
  on<Name extends keyof Events>(name: Name, listener: Events[Name]): () => void {
    let set = this.#listeners[name];
    if (!set) {
      set = new Set();
      this.#listeners[name] = set;
    }
    set.add(listener);
    return () => set.delete(listener);
  }

  emit<Name extends keyof Events>(name: Name, ...args: Parameters<Events[Name]>): void {
    // A copy: a listener may end its own subscription.
    for (const listener of [...(this.#listeners[name] ?? [])]) listener(...args);
  }
}
