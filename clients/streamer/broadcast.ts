/** What the streamer sends: the studio, where it goes, and the state of the channel that follows from it. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { MESSAGE } from '../shared/messaging/types.ts';
import { layoutOf } from '../shared/picture/layout.ts';
import { NO_RETOUCH, type RetouchSettings } from '../shared/picture/retouch.ts';
import { LANDSCAPE, PORTRAIT } from '../shared/picture/size.ts';
import { openStudio, type Studio } from '../shared/picture/studio.ts';
import { openPublishing } from '../shared/publishing/open.ts';
import type { Publication, PublicationState, PublishingProblem } from '../shared/publishing/publishing.ts';
import type { RoomModel } from '../shared/room/room.ts';
import { api } from '../shared/session.ts';
import { openCamera, openScreen } from '../shared/sources/capture.ts';
import { openFile } from '../shared/sources/file.ts';
import type { Source, SourceKind } from '../shared/sources/source.ts';

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

export function openBroadcast(model: RoomModel, userId: string): Broadcast {
  const studio = openStudio(LANDSCAPE);
  const kind = signal<SourceKind | undefined>(undefined);
  const isMicrophoneOn = signal(true);
  const isCameraOn = signal(true);
  const isPortrait = signal(false);
  const retouch = signal(NO_RETOUCH);
  const sending = signal<PublicationState | undefined>(undefined);
  const problem = signal<PublishingProblem | undefined>(undefined);
  const request = { id: model.id, user_id: userId };
  let source: Source | undefined;
  let microphone: MediaStreamTrack | undefined;
  let publication: Publication | undefined;
  let guests: ReadonlyMap<string, MediaStream> = new Map();

  const size = () => (isPortrait.value ? PORTRAIT : LANDSCAPE);
  const show = (next: Source): void => {
    const old = source;
    source = next;
    kind.value = next.kind;
    studio.show(next);
    if (next.kind === 'camera') {
      microphone = next.audio;
      studio.setMicrophone(microphone);
    }
    next.onEnded(() => {
      // Whoever ends the sharing of a screen in the browser's own bar goes back to the camera.
      if (source === next && next.kind !== 'camera') void backToCamera();
    });
    // The camera's microphone goes on while a screen or a file is shown.
    if (old && old.kind !== 'camera') old.stop();
    else if (old && next.kind === 'camera') old.stop();
  };
  const backToCamera = async (): Promise<void> => {
    show(await openCamera(size()));
  };
  const stopSending = async (): Promise<void> => {
    const ended = publication;
    publication = undefined;
    sending.value = undefined;
    await ended?.stop();
  };
  const pushUrl = async (): Promise<string> => {
    const room = await model.refresh();
    const url = room.mode === 1 ? room.link_info?.rtc_push_url : room.push_url_info?.rts_url;
    if (!url) throw new Error('the AppServer gave no address to send to');
    return url;
  };
  const tellGroup = (type: number): void => {
    // The state is stored; who missed the message reads it again by itself.
    model.messaging.send(type, {}, { isSignal: true }).catch(() => undefined);
  };

  return {
    studio,
    kind,
    isMicrophoneOn,
    isCameraOn,
    isPortrait,
    retouch,
    sending,
    problem,
    showCamera: async () => show(await openCamera(size())),
    showScreen: async () => show(await openScreen()),
    showFile: async (file) => show(await openFile(file, studio.audio)),
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
    },
    setRetouch: (settings) => {
      retouch.value = settings;
      studio.retouch(settings);
    },
    start: async () => {
      problem.value = undefined;
      sending.value = 'connecting';
      try {
        await studio.audio.resume();
        publication = await openPublishing().publish(await pushUrl(), studio.own);
        sending.value = publication.state;
        publication.onState((state, why) => {
          sending.value = state;
          problem.value = why;
        });
        await api.value.call('start', request);
        tellGroup(MESSAGE.started);
        await model.refresh();
      } catch (error) {
        await stopSending();
        throw error;
      }
    },
    pause: async () => {
      await api.value.call('pause', request);
      await stopSending();
      await model.refresh();
    },
    stop: async () => {
      await api.value.call('stop', request);
      tellGroup(MESSAGE.stopped);
      await stopSending();
      await model.refresh();
    },
    mixWith: async (next) => {
      guests = next;
      const people = [userId, ...guests.keys()];
      await publication?.mix(layoutOf(people), new Map([[userId, studio.own], ...guests]));
    },
    close: () => {
      void stopSending();
      source?.stop();
      microphone?.stop();
      studio.close();
    },
  };
}
