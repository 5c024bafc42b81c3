/** WebRTC sessions by the name that ends them: `DELETE /session/{id}` (RFC 9725 §4.2). */

export interface Session {
  close(): void;
}

export class Sessions<Kind extends Session = Session> {
  readonly #random: (bytes: number) => Buffer;
  readonly #sessions = new Map<string, Kind>();

  constructor(random: (bytes: number) => Buffer) {
    this.#random = random;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** A name that nobody else can guess: who knows it may end the session. */
  newId(): string {
    return this.#random(16).toString('hex');
  }

  add(id: string, session: Kind): void {
    this.#sessions.set(id, session);
  }

  find(id: string): Kind | undefined {
    return this.#sessions.get(id);
  }

  /** It has ended by itself. */
  forget(id: string): void {
    this.#sessions.delete(id);
  }

  closeAll(): void {
    for (const session of [...this.#sessions.values()]) session.close();
  }
}
