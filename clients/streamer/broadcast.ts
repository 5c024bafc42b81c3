/** What the streamer sends: the studio, where it goes, and the state of the channel that follows from it. */
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { MESSAGE } from '../shared/messaging/types.ts';
import { layoutOf } from '../shared/picture/layout.ts';
import { NO_RETOUCH, type RetouchSettings } from '../shared/picture/retouch.ts';
import { LANDSCAPE, PORTRAIT } from '../shared/picture/size.ts';
import { openStudio, type Studio } from '../shared/picture/studio.ts';
import { mayReplacePicture } from '../shared/publishing/open.ts';
import type { PublicationState, PublishingProblem } from '../shared/publishing/publishing.ts';
import type { RoomModel } from '../shared/room/room.ts';
import { api } from '../shared/session.ts';
import type { SourceKind } from '../shared/sources/source.ts';
import { openSending } from './sending.ts';
import { openSources } from './sources.ts';

export interface Broadcast {
  readonly studio: Studio;
  readonly kind: ReadonlySignal<SourceKind | undefined>;
  readonly isMicrophoneOn: ReadonlySignal<boolean>;
  readonly isCameraOn: ReadonlySignal<boolean>;
  readonly isPortrait: ReadonlySignal<boolean>;
  readonly retouch: ReadonlySignal<RetouchSettings>;
  /** Undefined while nothing is sent from this page. */
  readonly sending: ReadonlySignal<PublicationState | undefined>;
  readonly problem: ReadonlySignal<PublishingProblem | undefined>;
  showCamera(): Promise<void>;
  showScreen(): Promise<void>;
  showFile(file: File): Promise<void>;
  setMicrophone(on: boolean): void;
  setCamera(on: boolean): void;
  setPortrait(on: boolean): void;
  setRetouch(settings: RetouchSettings): void;
  /** Sends, and then the channel is live. */
  start(): Promise<void>;
  pause(): Promise<void>;
  /** Ends the channel for good. */
  stop(): Promise<void>;
  /** Mixes these guests into what viewers see. */
  mixWith(guests: ReadonlyMap<string, MediaStream>): Promise<void>;
  close(): void;
}

/** Status of a channel that is not live, and has not ended. */
const PAUSED = 0;

export function openBroadcast(model: RoomModel, userId: string): Broadcast {
  const isPortrait = signal(false);
  const size = () => (isPortrait.value ? PORTRAIT : LANDSCAPE);
  const studio = openStudio({ size: size(), isSteady: !mayReplacePicture() });
  const sources = openSources(studio, size);
  const isMicrophoneOn = signal(true);
  const isCameraOn = signal(true);
  const retouch = signal(NO_RETOUCH);
  const request = { id: model.id, user_id: userId };
  let guests: ReadonlyMap<string, MediaStream> = new Map();

  /** The loss may have been told as a pause meanwhile. Where the server lays people out it is for us to end that. */
  const resume = async (): Promise<void> => {
    const { status } = await model.refresh();
    if (status !== PAUSED) return;
    await api.value.call('start', request);
    await model.refresh();
  };
  const sending = openSending(model, resume);
  const tellGroup = (type: number): void => {
    // The state is stored; who missed the message reads it again by itself.
    model.messaging.send(type, {}, { isSignal: true }).catch(() => undefined);
  };
  const mix = async (): Promise<void> => {
    const panes = layoutOf([userId, ...guests.keys()], size());
    await sending.mix({ size: size(), panes }, new Map([[userId, studio.own], ...guests]));
  };
  // Another device of the streamer has taken the channel over, or it is gone: sending on would fight over the stream.
  const endWatch = effect(() => {
    if (model.closedBecause.value) void sending.end();
  });

  return {
    studio,
    kind: sources.kind,
    isMicrophoneOn,
    isCameraOn,
    isPortrait,
    retouch,
    sending: sending.state,
    problem: sending.problem,
    showCamera: sources.showCamera,
    showScreen: sources.showScreen,
    showFile: sources.showFile,
    setMicrophone: (on) => {
      isMicrophoneOn.value = on;
      studio.setMuted(!on);
    },
    setCamera: (on) => {
      isCameraOn.value = on;
      studio.setPictureOn(on);
    },
    setPortrait: (on) => {
      isPortrait.value = on;
      studio.resize(size());
      void mix();
    },
    setRetouch: (settings) => {
      retouch.value = settings;
      studio.retouch(settings);
    },
    start: async () => {
      try {
        await sending.begin(studio);
        await api.value.call('start', request);
      } catch (error) {
        await sending.end();
        throw error;
      }
      // On the air now, whatever the next answer is.
      tellGroup(MESSAGE.started);
      await model.refresh();
    },
    pause: async () => {
      await api.value.call('pause', request);
      // The AppServer says nothing of what the anchor did: viewers would look at a picture that stands still.
      tellGroup(MESSAGE.roomState);
      await sending.end();
      await model.refresh();
    },
    stop: async () => {
      await api.value.call('stop', request);
      tellGroup(MESSAGE.stopped);
      await sending.end();
      await model.refresh();
    },
    mixWith: async (next) => {
      guests = next;
      await mix();
    },
    close: () => {
      endWatch();
      void sending.end();
      sources.close();
      studio.close();
    },
  };
}
