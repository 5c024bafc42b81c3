/** Relays pushes of ARTC channels to the streaming domain, by rules and by relay tasks (live.md §0.3, §7). */
import type { Live } from '../../live/live.ts';
import type { MpuTask } from '../../live/mpu/tasks.ts';
import type { Push } from '../../live/streams/streams.ts';
import type { Participant } from '../../rtc/channels.ts';
import type { Rtc } from '../../rtc/rtc.ts';
import { accessOf, type UrlChecks } from '../feed/access.ts';
import type { WebRtcContext } from '../webrtc/publish-stream.ts';
import { feedFromRtp } from '../webrtc/rtp-feed.ts';
import type { ChannelPush } from './channel-push.ts';
import { layoutOf, ownerOf } from './mix-layout.ts';

/** A relay that is refused, e.g. because its stream is forbidden, is tried again. */
const RETRY_MS = 1_000;
const RTMP_ORIGIN = /^rtmp:\/\/[^/]*/;
const RTMP_URL = /^rtmp:\/\/([^/:]+)(?::\d+)?(\/([^/]+)\/([^/?]+).*)/;

export interface RelaysOptions extends Pick<WebRtcContext, 'hub' | 'clock' | 'schedule' | 'sources'> {
  readonly live: Pick<Live, 'mpu'> & UrlChecks;
  readonly rtc: Pick<Rtc, 'relayTargets'>;
  readonly clientIp: string;
  readonly log: (line: string) => void;
}

export class Relays {
  readonly #options: RelaysOptions;
  readonly #unsubscribe: () => void;
  /** What is due for each push whenever something has changed. */
  readonly #refreshes = new Map<ChannelPush, () => void>();

  constructor(options: RelaysOptions) {
    this.#options = options;
    this.#unsubscribe = options.live.mpu.subscribe(() => {
      for (const refresh of [...this.#refreshes.values()]) refresh();
    });
  }

  /** Relays a push for as long as it lasts; answers how to stop. */
  begin(push: ChannelPush, participant: Participant): () => void {
    const { schedule, log } = this.#options;
    const running = new Map<string, () => void>();
    const refused = new Map<string, string>();
    const refresh = (): void => {
      const tasks = this.#tasksOf(push);
      push.setLayout(tasks.map(layoutOf).sort((a, b) => b.mode - a.mode)[0]);
      const wanted = new Map([...this.#byRules(participant), ...this.#byTasks(tasks)].map((to) => [keyOf(to), to]));
      for (const [key, stop] of running) if (!wanted.has(key)) stop();
      for (const [key, target] of wanted) {
        if (running.has(key)) continue;
        const stop = this.#relay(push, target, () => running.delete(key));
        if (typeof stop !== 'string') running.set(key, stop);
        else if (refused.get(key) !== stop) log(`media: ${key} is not relayed: ${stop}`);
        if (typeof stop === 'string') refused.set(key, stop);
        else refused.delete(key);
      }
    };
    let cancel: () => void = () => undefined;
    const again = (): void => {
      refresh();
      cancel = schedule.after(RETRY_MS, again);
    };
    this.#refreshes.set(push, refresh);
    again();
    return () => {
      cancel();
      this.#refreshes.delete(push);
      for (const stop of [...running.values()]) stop();
    };
  }

  close(): void {
    this.#unsubscribe();
  }

  /** Answers how to stop, or why it is refused. */
  #relay(push: ChannelPush, target: Push, onEnd: () => void): (() => void) | string {
    const { hub, clock, schedule, sources } = this.#options;
    const problem = this.#problemOf(target);
    if (problem) return problem;
    let end: () => void = onEnd;
    const publication = hub.publish(target, () => end());
    if (typeof publication === 'string') return publication;
    const { pushId } = publication.stream;
    sources.set(pushId, push.relayed);
    const leave = feedFromRtp(push.relayed, publication.feed, { clock, schedule });
    end = () => {
      leave();
      sources.delete(pushId);
      onEnd();
    };
    return () => {
      end();
      hub.unpublish(publication);
    };
  }

  #byRules(participant: Participant): Push[] {
    const { rtc, clientIp } = this.#options;
    return rtc.relayTargets(participant).map((target) => ({ ...target, clientIp }));
  }

  #tasksOf({ user }: ChannelPush): MpuTask[] {
    const tasks = this.#options.live.mpu.of(user.appId);
    return tasks.filter((task) => task.channelId === user.channelId && ownerOf(task) === user.userId);
  }

  #byTasks(tasks: readonly MpuTask[]): Push[] {
    const { clientIp, live } = this.#options;
    return tasks.flatMap(({ urls }) =>
      urls.flatMap((publishUrl) => {
        const [, host = '', path = '', app = '', stream = ''] = RTMP_URL.exec(publishUrl) ?? [];
        if (stream === '') return [];
        // A URL of this machine carries the address of the media server: then whose key signed it is the domain.
        const access = accessOf(live, 'liveEdge', host, path);
        const domain = 'domain' in access ? access.domain : host;
        return [{ domain, app, stream, clientIp, publishUrl }];
      }),
    );
  }

  /** A task pushes as anybody does: by a signed URL. Rules belong to the service itself, and sign nothing. */
  #problemOf({ domain, publishUrl }: Push): string | undefined {
    const path = publishUrl?.replace(RTMP_ORIGIN, '');
    return path === undefined ? undefined : this.#options.live.urlProblem(domain, path);
  }
}

function keyOf({ domain, app, stream }: Push): string {
  return `${domain}/${app}/${stream}`;
}
