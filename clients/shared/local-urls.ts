/**
 * Where the local cloud answers for a vendor URL (docs/local-media.md): the path and the signed query stay, only the scheme
 * that no browser knows becomes HTTP.
 */

export type Way = 'push' | 'play';

/** @param url `artc://live.aliyun.com/push|play/{channel}?…` or `artc://{domain}/{app}/{stream}?auth_key=…` */
export function localUrl(url: string, way: Way, streamingOrigin: string): string {
  const { hostname, pathname, search } = new URL(url.replace(/^artc:/, 'https:'));
  if (hostname === 'live.aliyun.com') return `${streamingOrigin}/rtc${pathname}${search}`;
  return `${streamingOrigin}/${way === 'push' ? 'whip' : 'whep'}${pathname}${search}`;
}
