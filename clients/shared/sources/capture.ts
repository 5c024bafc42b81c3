/** Camera and screen through the browser's capture. */
import { FRAMES_PER_SECOND, type PictureSize } from '../picture/size.ts';
import { playing, type Source, SourceError, type SourceKind, toSourceError } from './source.ts';

/** Camera and microphone. Where there is no camera but a microphone, that is no reason to fail: `video` stays black. */
export async function openCamera(size: PictureSize, deviceId?: string): Promise<Source> {
  const devices = required(navigator.mediaDevices?.getUserMedia);
  try {
    const stream = await devices.call(navigator.mediaDevices, {
      video: {
        width: { ideal: size.width },
        height: { ideal: size.height },
        frameRate: { ideal: FRAMES_PER_SECOND },
        ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
      },
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
    return await sourceOf('camera', stream);
  } catch (error) {
    throw toSourceError(error);
  }
}

/** A screen, a window or a tab, with its sound where the browser and the person allow it. */
export async function openScreen(): Promise<Source> {
  const share = required(navigator.mediaDevices?.getDisplayMedia);
  try {
    const stream = await share.call(navigator.mediaDevices, {
      video: { frameRate: { ideal: FRAMES_PER_SECOND } },
      audio: true,
    });
    return await sourceOf('screen', stream);
  } catch (error) {
    throw toSourceError(error);
  }
}

async function sourceOf(kind: SourceKind, stream: MediaStream): Promise<Source> {
  const [picture] = stream.getVideoTracks();
  return {
    kind,
    picture,
    video: await playing(stream),
    audio: stream.getAudioTracks()[0],
    onEnded: (listener) => picture?.addEventListener('ended', listener),
    stop: () => {
      for (const track of stream.getTracks()) track.stop();
    },
  };
}

/** Browsers offer capture to pages from https and from this machine only. */
function required<T>(capture: T | undefined): T {
  if (capture === undefined) throw new SourceError('unsupported', 'capture needs https or localhost');
  return capture;
}
