import { describe, expect, it } from 'vitest';
import { urlProblem, urlsOf } from '../../../cli/smoke/urls.ts';

const NOW = 1_800_000_000_000;
const media = {
  adapter: 'local',
  ingest_origin: 'rtmp://ingest.example.com',
  streaming_origin: 'https://play.example.com',
} as const;
const signed = (url: string, expires = 1_800_000_600) => `${url}?auth_key=${expires}-0-0-${'a'.repeat(32)}`;

const GOOD = {
  push_url_info: {
    rtmp_url: signed('rtmp://ingest.example.com/live/room1'),
    rts_url: signed('artc://ingest.example.com/live/room1'),
  },
  pull_url_info: {
    rtmp_url: signed('rtmp://play.example.com/live/room1'),
    rts_url: signed('artc://play.example.com/live/room1'),
    flv_url: signed('https://play.example.com/live/room1.flv'),
    hls_url: signed('https://play.example.com/live/room1.m3u8'),
  },
};

/** Where the stage names a template for the sound. */
const TRANSCODED = {
  pull_url_info: {
    ...GOOD.pull_url_info,
    rtmp_oriaac_url: signed('rtmp://play.example.com/live/room1_oriaac'),
    rts_oriaac_url: signed('artc://play.example.com/live/room1_oriaac'),
    flv_oriaac_url: signed('https://play.example.com/live/room1_oriaac.flv'),
    hls_oriaac_url: signed('https://play.example.com/live/room1_oriaac.m3u8'),
  },
};

describe('the form of the URLs of a room', () => {
  it.each(urlsOf({ ...GOOD, ...TRANSCODED }))('%s is good: %s', (name, url) => {
    expect(urlProblem(name, url, 'room1', media, NOW)).toBeUndefined();
  });

  it('a viewer has playback URLs only', () => {
    expect(urlsOf({ pull_url_info: GOOD.pull_url_info }).map(([name]) => name)).toEqual([
      'pull_url_info.rtmp_url',
      'pull_url_info.rts_url',
      'pull_url_info.flv_url',
      'pull_url_info.hls_url',
    ]);
  });

  it.each([
    ['no URL', 'pull_url_info.flv_url', 'nonsense', /no URL/],
    ['FLV over RTMP', 'pull_url_info.flv_url', signed('rtmp://play.example.com/live/room1.flv'), /scheme rtmp:/],
    [
      'HLS without its ending',
      'pull_url_info.hls_url',
      signed('https://play.example.com/live/room1'),
      /another stream/,
    ],
    [
      'the stream of another room',
      'pull_url_info.rtmp_url',
      signed('rtmp://play.example.com/live/room2'),
      /another stream/,
    ],
    [
      'a name that only begins alike',
      'pull_url_info.flv_url',
      signed('https://play.example.com/live/room11.flv'),
      /another stream/,
    ],
    [
      'the original stream where another is due',
      'pull_url_info.flv_oriaac_url',
      signed('https://play.example.com/live/room1.flv'),
      /another stream/,
    ],
    [
      'a transcoded stream where the original is due',
      'pull_url_info.flv_url',
      signed('https://play.example.com/live/room1_oriaac.flv'),
      /another stream/,
    ],
    [
      'a transcoded FLV over RTMP',
      'pull_url_info.flv_oriaac_url',
      signed('rtmp://play.example.com/live/room1_oriaac.flv'),
      /scheme rtmp:/,
    ],
    [
      'another CDN',
      'pull_url_info.flv_url',
      signed('https://play.example.com.evil.com/live/room1.flv'),
      /another origin/,
    ],
    ['another ingest', 'push_url_info.rtmp_url', signed('rtmp://play.example.com/live/room1'), /another origin/],
    ['no signature', 'pull_url_info.rtmp_url', 'rtmp://play.example.com/live/room1', /no auth_key/],
    [
      'half a signature',
      'pull_url_info.rtmp_url',
      'rtmp://play.example.com/live/room1?auth_key=1800000600-0-0-abc',
      /no auth_key/,
    ],
    [
      'a signature of yesterday',
      'pull_url_info.rtmp_url',
      signed('rtmp://play.example.com/live/room1', 1_799_999_999),
      /expired/,
    ],
  ])('%s is told', (_, name, url, problem) => {
    expect(urlProblem(name, url, 'room1', media, NOW)).toMatch(problem);
  });
});
