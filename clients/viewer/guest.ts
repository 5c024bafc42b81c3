/** A guest's time on stage: own camera sent, the others played, the place renewed until it ends. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { LANDSCAPE } from '../shared/picture/size.ts';
import { openStudio } from '../shared/picture/studio.ts';
import { openPlaying } from '../shared/playing/open.ts';
import { mayReplacePicture, openPublishing } from '../shared/publishing/open.ts';
import type { Publication, PublishingProblem } from '../shared/publishing/publishing.ts';
import { type Members, openMembers } from '../shared/room/members.ts';
import type { RoomModel } from '../shared/room/room.ts';
import type { StageModel } from '../shared/room/stage.ts';
import { api } from '../shared/session.ts';
import { openCamera } from '../shared/sources/capture.ts';

export interface Guest {
  readonly own: MediaStream;
  readonly members: Members;
  readonly isMicrophoneOn: ReadonlySignal<boolean>;
  readonly isCameraOn: ReadonlySignal<boolean>;
  /** Why the others do not get the picture at the moment. */
  readonly problem: ReadonlySignal<PublishingProblem | undefined>;
  setDevices(devices: { microphone?: boolean; camera?: boolean }): Promise<void>;
  /** Leaves the stage; everything ends, whatever the server says. */
  leave(): Promise<void>;
}

/**
 * The camera is asked for first: who has none does not take a place.
 *
 * @throws SourceError, PublishingError, ApiFailure
 */
export async function enterStage(room: RoomModel, stage: StageModel, userId: string): Promise<Guest> {
  const camera = await openCamera(LANDSCAPE);
  const studio = openStudio({ size: LANDSCAPE, isSteady: !mayReplacePicture() });
  studio.show(camera);
  studio.setMicrophone(camera.audio);
  const members = openMembers(openPlaying());
  const isMicrophoneOn = signal(true);
  const isCameraOn = signal(true);
  const problem = signal<PublishingProblem | undefined>(undefined);
  const request = { id: room.id, user_id: userId };
  let publication: Publication | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  const end = (): void => {
    clearInterval(timer);
    void publication?.stop();
    members.close();
    camera.stop();
    studio.close();
  };
  try {
    const joined = await api.value.call('joinCoStreaming', { ...request, user_nick: userId });
    stage.take(joined);
    await studio.audio.resume();
    publication = await openPublishing().publish(joined.rtc_push_url, studio.own);
    publication.onState((_state, why) => {
      problem.value = why;
    });
    timer = setInterval(() => {
      // A missed one is made good by the next; who is no longer wanted learns it from the stage.
      api.value.call('renewCoStreaming', request).then(stage.take, () => undefined);
    }, joined.renew_seconds * 1_000);
  } catch (error) {
    end();
    await api.value.call('leaveCoStreaming', request).then(stage.take, () => undefined);
    throw error;
  }
  return {
    own: studio.own,
    members,
    isMicrophoneOn,
    isCameraOn,
    problem,
    setDevices: async ({ microphone = isMicrophoneOn.value, camera: picture = isCameraOn.value }) => {
      studio.setMuted(!microphone);
      studio.setPictureOn(picture);
      isMicrophoneOn.value = microphone;
      isCameraOn.value = picture;
      const devices = { mic_opened: microphone, camera_opened: picture };
      stage.take(await api.value.call('setCoStreamingDevices', { ...request, ...devices }));
    },
    leave: async () => {
      end();
      stage.take(await api.value.call('leaveCoStreaming', request));
    },
  };
}
