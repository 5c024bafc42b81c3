/** The form of push and playback URLs (live.md §6.1): what can be told without the signing key. */
import type { ClientConfig, Room } from './context.ts';

/** Every URL of a room, with the name of its field. */
export function urlsOf({ push_url_info: push, pull_url_info: pull }: Pick<Room, 'push_url_info' | 'pull_url_info'>) {
  const named = (prefix: string, urls: object) =>
    Object.entries(urls).map(([name, url]): [string, string] => [`${prefix}.${name}`, String(url)]);
  return [...(push ? named('push_url_info', push) : []), ...named('pull_url_info', pull)];
}

const SCHEMES: Readonly<Record<string, RegExp>> = {
  rtmp_url: /^rtmp:$/,
  rts_url: /^artc:$/,
  flv_url: /^https?:$/,
  hls_url: /^https?:$/,
};

const ENDINGS: Readonly<Record<string, string>> = { flv_url: '.flv', hls_url: '.m3u8' };

/** Fields of a transcoded stream are named after the template of official clients: its name is part of the stream's (live.md §6.3). */
const AUDIO = /_oriaac(?=_url$)/;

/**
 * @param field e.g. `pull_url_info.flv_url`
 * @param stream the name that the path has to end in
 * @param now milliseconds since the epoch
 */
export function urlProblem(
  field: string,
  text: string,
  stream: string,
  media: ClientConfig['media'],
  now: number,
): string | undefined {
  const name = field.slice(field.indexOf('.') + 1).replace(AUDIO, '');
  if (!URL.canParse(text)) {
    return 'no URL';
  }
  const url = new URL(text);
  if (SCHEMES[name]?.test(url.protocol) === false) {
    return `the scheme ${url.protocol}`;
  }
  const [file = '', ending = ''] = /^(.*?)(\.\w+)?$/.exec(url.pathname.split('/').at(-1) ?? '')?.slice(1) ?? [];
  const isStream = AUDIO.test(field) ? file.startsWith(`${stream}_`) : file === stream;
  if (!isStream || ending !== (ENDINGS[name] ?? '')) {
    return 'another stream';
  }
  const isHttp = url.protocol.startsWith('http');
  if (isHttp && !text.startsWith(`${media.streaming_origin}/`)) {
    return `another origin than ${media.streaming_origin}`;
  }
  if (field === 'push_url_info.rtmp_url' && !text.startsWith(`${media.ingest_origin}/`)) {
    return `another origin than ${media.ingest_origin}`;
  }
  const [, expires] = /^(\d{10})-[^-]+-0-[0-9a-f]{32}$/.exec(url.searchParams.get('auth_key') ?? '') ?? [];
  if (expires === undefined) {
    return 'no auth_key of the form time-rand-uid-hash';
  }
  return Number(expires) * 1_000 > now ? undefined : 'a signature that has expired';
}
