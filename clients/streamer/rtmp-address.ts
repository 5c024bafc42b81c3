/** The parts of an address to send to by RTMP. */

/** OBS wants the stream's name, with its signature, apart from the rest. */
export function split(url: string): { server: string; key: string } {
  const [, server = '', key = ''] = /^(rtmp:\/\/[^/]+\/[^/]+)\/(.+)$/.exec(url) ?? [];
  return { server, key };
}
