/**
 * The mix of a co-streaming room, made in the streamer's page and sent beside the streamer's own picture. The media server
 * shows viewers one or the other, and goes over at a key picture.
 *
 *     camera ─two panes: mix is drawn, sent, told─► mix ─one pane: told; server shows the camera─► camera, mix closed
 */
import { type Mix, openMix } from '../picture/mix.ts';
import type { MixPicture, PublishingOptions } from './publishing.ts';
import { openSignalSocket, type ServerLayout, type Showing, type SignalSocket } from './signal-socket.ts';
import type { WhipPublication } from './whip.ts';

export interface LocalMixOptions extends Pick<PublishingOptions, 'mixing'> {
  /** Where the places for the mix begin: its picture, then its sound. */
  readonly firstSlot: number;
}

export interface LocalMix {
  show(picture: MixPicture, streams: ReadonlyMap<string, MediaStream>): Promise<void>;
  close(): void;
}

/** Milliseconds to wait for the server to show the camera again before the mix ends all the same. */
const GOING_BACK_MS = 2_000;

export function openLocalMix(whip: WhipPublication, { mixing, firstSlot }: LocalMixOptions): LocalMix {
  let picture: MixPicture = { size: { width: 0, height: 0 }, panes: [] };
  let streams: ReadonlyMap<string, MediaStream> = new Map();
  let ordered: ServerLayout = { panes: [] };
  let made: { mix: Mix; audio: AudioContext } | undefined;
  let socket: SignalSocket | undefined;
  let onCamera: () => void = () => undefined;
  let work = Promise.resolve();

  const onShowing = (showing: Showing): void => {
    if (showing === 'camera') onCamera();
    // The mix came too slowly for a moment, and the server went back: it is wanted still.
    if (showing === 'camera' && made && wanted().panes.length > 1) socket?.setMixing(true);
  };
  const onLayout = (next: ServerLayout): void => {
    ordered = next;
    if (mixing === 'server') void settle();
  };
  const forget = whip.onSession((session) => {
    socket?.close();
    socket = session === undefined ? undefined : openSignalSocket(session, { onLayout, onShowing });
    if (made) socket?.setMixing(true);
  });
  const wanted = (): MixPicture => (mixing === 'server' ? { size: picture.size, ...ordered } : picture);

  const begin = async (): Promise<Mix> => {
    const audio = new AudioContext();
    const { size, panes } = wanted();
    const mix = openMix(size, audio);
    made = { mix, audio };
    mix.arrange(panes, streams);
    await whip.send(firstSlot, mix.picture);
    await whip.send(firstSlot + 1, mix.sound);
    socket?.setMixing(true);
    return mix;
  };
  const end = async (): Promise<void> => {
    const ended = made;
    made = undefined;
    if (!ended) return;
    const isBack = new Promise<void>((resolve) => {
      onCamera = resolve;
      setTimeout(resolve, GOING_BACK_MS);
    });
    socket?.setMixing(false);
    await isBack;
    await whip.send(firstSlot, null);
    await whip.send(firstSlot + 1, null);
    ended.mix.close();
    await ended.audio.close();
  };
  const apply = async (): Promise<void> => {
    if (wanted().panes.length < 2) return end();
    const mix = made?.mix ?? (await begin());
    const { size, panes } = wanted();
    mix.resize(size);
    mix.arrange(panes, streams);
  };
  /** One after the other: a guest may go while the mix of before is still being begun. */
  const settle = (): Promise<void> => {
    const done = work.then(apply);
    work = done.catch(() => undefined);
    return done;
  };
  return {
    show: (next, from) => {
      picture = next;
      streams = from;
      return settle();
    },
    close: () => {
      forget();
      socket?.close();
      made?.mix.close();
      void made?.audio.close();
      made = undefined;
    },
  };
}
