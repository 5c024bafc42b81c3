/** The media server of the local cloud: takes streams in, shows them, records them. Nothing is decoded or transcoded. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Live } from '../live/live.ts';
import type { Participant } from '../rtc/channels.ts';
import type { Rtc } from '../rtc/rtc.ts';
import { Schedule } from '../schedule.ts';
import type { Vod } from '../vod/vod.ts';
import { ChannelDoor } from './artc/channel-door.ts';
import type { ChannelPush } from './artc/channel-push.ts';
import { Relays } from './artc/relays.ts';
import { createSignalling } from './artc/signalling.ts';
import { Hub, type Publication } from './feed/hub.ts';
import { HlsWindows } from './hls/windows.ts';
import { flvRoute } from './http/flv-route.ts';
import { hlsRoute } from './http/hls-route.ts';
import { recordingRoute } from './http/recording-route.ts';
import { rtcRoute } from './http/rtc-routes.ts';
import { openMediaHttp } from './http/server.ts';
import { sessionRoute, whepRoute, whipRoute } from './http/webrtc-routes.ts';
import { Packager } from './mp4/packager.ts';
import { Recordings } from './recording/recordings.ts';
import { rtmpDoor } from './rtmp/door.ts';
import { openRtmpServer } from './rtmp/server.ts';
import type { RtpSource } from './webrtc/rtp-source.ts';
import { type Session, Sessions } from './webrtc/sessions.ts';

export interface MediaOptions {
  readonly clock: Clock;
  readonly live: Live;
  readonly rtc: Rtc;
  /** Whose videos the recordings become; without it the files of deleted videos stay. */
  readonly vod?: Pick<Vod, 'onDeleted'>;
  readonly host: string;
  /** HTTP: FLV, HLS, WHIP, WHEP, recordings. 0: any free one; taken: the next free one. */
  readonly httpPort: number;
  readonly rtmpPort: number;
  /** Where recordings are kept; absent: until the end, in a folder for temporary files. */
  readonly directory?: string;
  readonly random?: (bytes: number) => Buffer;
  readonly log: (line: string) => void;
}

export interface Media {
  /** `http://host:port` */
  readonly httpOrigin: string;
  /** `rtmp://host:port` */
  readonly rtmpOrigin: string;
  readonly hub: Hub;
  close(): Promise<void>;
}

export async function openMedia(options: MediaOptions): Promise<Media> {
  const { clock, live, rtc, host, random = randomBytes, log } = options;
  const schedule = new Schedule(clock);
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'live-stack-recordings-')));
  let httpOrigin = '';
  const recordings = new Recordings({ directory, clock, random, origin: () => httpOrigin, log });
  await recordings.open();
  live.recordings.useFiles(recordings);
  options.vod?.onDeleted(({ playUrl }) => void recordings.delete(playUrl));
  const windows = new HlsWindows(schedule, random);
  const onPublished = (publication: Publication): void => {
    const { stream, feed } = publication;
    const recorded = live.recordings
      .open()
      .filter((open) => open.ingestDomain === stream.domain && open.stream === stream.stream);
    feed.attach(
      new Packager([
        windows.open(publication),
        ...recorded.map(({ domain }) => recordings.record(publication, domain)),
      ]),
    );
  };
  const hub = new Hub({ streams: live.streams, clock, onPublished });
  const playback = { live, hub, log, windows, streams: live.streams };
  const sessions = new Sessions<Session>(random);
  const sources = new Map<number, RtpSource>();
  const webRtc = { live, hub, clock, schedule, sessions, sources, host };
  const relays = new Relays({ ...webRtc, rtc, clientIp: host, log });
  const onPush = (push: ChannelPush, participant: Participant) => relays.begin(push, participant);
  const door = new ChannelDoor({ ...webRtc, rtc, onPush });
  const signalling = createSignalling((sessionId) => door.bySession(sessionId));
  const http = await openMediaHttp({
    ...{ host, port: options.httpPort, exact: false, log },
    routes: [
      ...[recordingRoute(directory), flvRoute(playback), hlsRoute(playback)],
      ...[whipRoute(webRtc), whepRoute(webRtc), rtcRoute({ rtc, door, schedule, sessions }), sessionRoute(webRtc)],
    ],
    upgrade: (request, socket, head) => signalling.upgrade(request, socket, head),
  });
  httpOrigin = `http://${host}:${http.port}`;
  const rtmp = await openRtmpServer({
    ...{ host, port: options.rtmpPort, exact: false, schedule, random, log },
    door: rtmpDoor({ live, hub, clientIp: host }),
  });
  return {
    httpOrigin,
    rtmpOrigin: `rtmp://${host}:${rtmp.port}`,
    hub,
    close: async () => {
      signalling.close();
      sessions.closeAll();
      door.close();
      relays.close();
      hub.close();
      schedule.close();
      await Promise.all([http.close(), rtmp.close()]);
      await recordings.close();
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}
