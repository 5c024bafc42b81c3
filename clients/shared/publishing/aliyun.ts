/** Publishing to Alibaba Cloud through the vendor's pusher, which gets the finished picture as its source. */
import { Emitter } from '../emitter.ts';
import { type AlivcLivePush, livePush } from '../vendor/live-push.ts';
import { transcodingOf } from './aliyun-mix.ts';
import { problemOf } from './aliyun-problems.ts';
import {
  type MixPicture,
  type Publication,
  type PublicationListener,
  type PublicationState,
  type Publishing,
  PublishingError,
  type PublishingOptions,
  type PublishingProblem,
} from './publishing.ts';

const RETRIES = 12;

export function openAliyunPublishing({ mixing }: PublishingOptions): Publishing {
  return {
    publish: async (url, source) => {
      const sdk = await loaded();
      const { support } = await sdk.AlivcLivePusher.checkSystemRequirements();
      if (!support) throw new PublishingError('unsupported', 'the pusher does not support this browser');
      return start(sdk, { url, source, mixing });
    },
  };
}

async function loaded(): Promise<AlivcLivePush> {
  try {
    return await livePush();
  } catch (error) {
    throw new PublishingError('unreachable', (error as Error).message);
  }
}

interface Start extends Pick<PublishingOptions, 'mixing'> {
  readonly url: string;
  readonly source: MediaStream;
}

async function start(sdk: AlivcLivePush, { url, source, mixing }: Start): Promise<Publication> {
  const events = new Emitter<{ state: PublicationListener }>();
  const pusher = new sdk.AlivcLivePusher();
  let state: PublicationState = 'connecting';
  let picture: MixPicture | undefined;
  const set = (next: PublicationState, problem?: PublishingProblem): void => {
    if (state === 'ended') return;
    state = next;
    events.emit('state', next, problem);
  };
  const lay = async (): Promise<void> => {
    // The AppServer has the relay task, and lays people out itself.
    if (mixing === 'server' || !picture) return;
    await pusher.setLiveMixTranscodingConfig(picture.panes.length > 1 ? transcodingOf(sdk, picture) : undefined);
  };
  pusher.network.on('connectionlost', () => set('reconnecting', 'unreachable'));
  pusher.network.on('networkrecovery', () => {
    set('live');
    // The vendor's own client sets the mix again after each loss.
    lay().catch(() => undefined);
  });
  pusher.network.on('reconnectexhausted', () => set('failed', 'unreachable'));
  pusher.error.on('system', (error) => set('failed', problemOf(error)));
  try {
    await pusher.init({ custom: true, mediaStream: source, connectRetryCount: RETRIES });
    await pusher.startPush(url);
  } catch (error) {
    await pusher.destroy();
    throw new PublishingError(problemOf(error), messageOf(error));
  }
  set('live');
  return {
    get state() {
      return state;
    },
    mix: async (next) => {
      picture = next;
      await lay();
    },
    onState: (listener) => events.on('state', listener),
    stop: async () => {
      set('ended');
      // Whatever fails here, the page has no use for the pusher any more.
      await pusher.stopPush().catch(() => undefined);
      await pusher.destroy().catch(() => undefined);
    },
  };
}

function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : 'the pusher failed';
}
