/** A video file of the streamer, shown with its sound. */
import { type Source, SourceError } from './source.ts';

/** Loops until stopped. @throws SourceError `unreadable-file` for what this browser cannot play */
export async function openFile(file: File, audio: AudioContext): Promise<Source> {
  const video = document.createElement('video');
  const address = URL.createObjectURL(file);
  video.src = address;
  video.loop = true;
  video.playsInline = true;
  try {
    await video.play();
  } catch (error) {
    URL.revokeObjectURL(address);
    throw new SourceError('unreadable-file', (error as DOMException).message);
  }
  // Through the graph the sound goes to the viewers only, and does not come out of the streamer's loudspeakers.
  const sound = audio.createMediaStreamDestination();
  const tap = audio.createMediaElementSource(video);
  tap.connect(sound);
  return {
    kind: 'file',
    video,
    audio: sound.stream.getAudioTracks()[0],
    onEnded: (listener) => video.addEventListener('error', listener),
    stop: () => {
      video.pause();
      tap.disconnect();
      video.removeAttribute('src');
      video.load();
      URL.revokeObjectURL(address);
    },
  };
}
