/** What needs pictures: somebody who can push a stream, and tell whether a URL would be served. */

export interface Push {
  /** Ends without a goodbye, as a client that crashed. */
  crash(): Promise<void>;
}

export interface Publisher {
  /** Begins to push to an ingest URL with its signature. Rejects when ingest refuses it. */
  publish(url: string): Promise<Push>;
  /** What is wrong with a signed URL to push to or to play, as the CDN sees it; undefined when it is good. */
  problemOf(purpose: 'push' | 'play', url: string): Promise<string | undefined>;
}
