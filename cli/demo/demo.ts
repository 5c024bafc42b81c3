/** A room that is live by itself: a demo user sends a generated picture and sound, as OBS would. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../../lambdas/api/client.ts';
import { CliError } from '../errors.ts';
import { type Clip, openClip } from './clip.ts';
import { publishRtmp } from './rtmp.ts';

export interface DemoOptions {
  /** The API, as nobody. */
  readonly client: ApiClient;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface Demo {
  readonly roomId: string;
  /** Resolves when it has ended after `signal`. */
  readonly ended: Promise<void>;
}

const USER = 'demo';
const TITLE = 'Demo: a clock';
const NOTICE =
  'Sent by "start --demo". The number is the second of this minute: the difference to your clock is the delay.';
/** Rooms that are looked through for the one of an earlier start. */
const LOOKED_THROUGH = 100;
const SEND_EVERY_MS = 50;
const AGAIN_AFTER_MS = 2_000;

/**
 * Everything goes the way that any streamer's goes: log-in, room and signed address by the API, the stream over RTMP.
 *
 * @throws CliError `NoDemo` where log-in is not by name alone
 */
export async function startDemo({ client: nobody, signal, log, now }: DemoOptions): Promise<Demo> {
  const client = await logIn(nobody);
  const roomId = await demoRoom(client);
  const clip = openClip();
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await send(await pushUrl(client, roomId), clip, signal, now);
      } catch (error) {
        if (!signal.aborted) log(`demo: ${(error as Error).message}; tried again`);
      }
      await pause(AGAIN_AFTER_MS, signal);
    }
  };
  return { roomId, ended: run() };
}

async function logIn(client: ApiClient): Promise<ApiClient> {
  const { login } = await client.call('clientConfig');
  if (login !== 'demo') {
    throw new CliError('NoDemo', '--demo needs a stage "local" whose authentication mode is "demo"', {
      hint: 'Start without --demo, and stream from the page.',
      exitCode: 2,
    });
  }
  const { token } = await client.call('loginV1', { username: USER, password: USER });
  return client.withToken(token);
}

/** The one of an earlier start, if it was not ended. */
async function demoRoom(client: ApiClient): Promise<string> {
  const rooms = await client.call('list', { user_id: USER, page_num: 1, page_size: LOOKED_THROUGH });
  const known = rooms.find(({ anchor_id, status }) => anchor_id === USER && status !== 2);
  if (known) return known.id;
  const { id } = await client.call('createV2', {
    title: TITLE,
    notice: NOTICE,
    anchor: USER,
    anchor_nick: USER,
    mode: 0,
    extends: JSON.stringify({ userNick: USER, userAvatar: '' }),
    im_server: ['aliyun_new'],
  });
  return id;
}

async function pushUrl(client: ApiClient, id: string): Promise<string> {
  const { push_url_info, status } = await client.call('get', { id, user_id: USER });
  if (status === 2) throw new Error('the demo channel was ended; start again for another one');
  if (!push_url_info) throw new Error('the AppServer gave no address to send to');
  return push_url_info.rtmp_url;
}

/** Sends until the connection ends. The room goes live by the callback of the stream, as with OBS. */
async function send(url: string, clip: Clip, signal: AbortSignal, now: () => number): Promise<void> {
  const publisher = await publishRtmp(url);
  const beginMs = clip.keyFrameBefore(now());
  for (const { type, body } of clip.heads) publisher.send(type, 0, body);
  // The key frame itself is sent too.
  let sentUntilMs = beginMs - 1;
  const timer = setInterval(() => {
    const untilMs = now();
    for (const frame of clip.due(sentUntilMs, untilMs)) publisher.send(frame.type, frame.atMs - beginMs, frame.body);
    sentUntilMs = untilMs;
  }, SEND_EVERY_MS);
  const stop = (): void => publisher.close();
  signal.addEventListener('abort', stop);
  // It may have come while the connection was made.
  if (signal.aborted) stop();
  try {
    await publisher.ended;
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', stop);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
