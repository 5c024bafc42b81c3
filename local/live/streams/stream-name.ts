/** What identifies a stream. */

export interface StreamName {
  /** Ingest domain, lower case. */
  readonly domain: string;
  readonly app: string;
  readonly stream: string;
}

/** The stream name alone identifies a stream under a domain, not the app (live.md §0.6). */
export function keyOf({ domain, stream }: Pick<StreamName, 'domain' | 'stream'>): string {
  return `${domain}/${stream}`;
}
