/** `/{app}/{stream}.flv` and `/{app}/{stream}.m3u8` (live.md §6.3). */

export interface PlaybackPath {
  readonly app: string;
  readonly stream: string;
}

export function playbackPath(path: string, extension: 'flv' | 'm3u8'): PlaybackPath | undefined {
  const [, app, stream] = /^\/([^/]{1,255})\/([^/]{1,255})\.(?:flv|m3u8)$/.exec(path) ?? [];
  return app !== undefined && stream !== undefined && path.endsWith(`.${extension}`) ? { app, stream } : undefined;
}
