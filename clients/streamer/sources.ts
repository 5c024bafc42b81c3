/** What the studio shows now: opened when chosen, and stopped when something else is. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { PictureSize } from '../shared/picture/size.ts';
import type { Studio } from '../shared/picture/studio.ts';
import { openCamera, openScreen } from '../shared/sources/capture.ts';
import { openFile } from '../shared/sources/file.ts';
import type { Source, SourceKind } from '../shared/sources/source.ts';

export interface Sources {
  /** Undefined while there is nothing to show. */
  readonly kind: ReadonlySignal<SourceKind | undefined>;
  /** @throws SourceError, also of the others */
  showCamera(): Promise<void>;
  showScreen(): Promise<void>;
  showFile(file: File): Promise<void>;
  close(): void;
}

export function openSources(studio: Studio, size: () => PictureSize): Sources {
  const kind = signal<SourceKind | undefined>(undefined);
  let shown: Source | undefined;
  /** Stays open behind a screen or a file: its microphone goes on. */
  let camera: Source | undefined;
  let isClosed = false;

  const show = (next: Source): void => {
    if (isClosed) {
      next.stop();
      return;
    }
    const before = shown;
    shown = next;
    if (next.kind === 'camera' && next !== camera) {
      camera?.stop();
      camera = next;
      studio.setMicrophone(next.audio);
    }
    studio.show(next);
    kind.value = next.kind;
    if (before && before !== next && before.kind !== 'camera') before.stop();
  };
  const open = (next: Source): void => {
    show(next);
    next.onEnded(() => {
      if (next === camera) camera = undefined;
      if (shown !== next) return;
      // Whoever ends the sharing of a screen in the browser's own bar goes back to the camera.
      if (camera) show(camera);
      else {
        shown = undefined;
        kind.value = undefined;
        studio.show(undefined);
      }
    });
  };
  return {
    kind,
    showCamera: async () => (camera && shown !== camera ? show(camera) : open(await openCamera(size()))),
    showScreen: async () => open(await openScreen()),
    showFile: async (file) => open(await openFile(file, studio.audio)),
    close: () => {
      isClosed = true;
      shown?.stop();
      camera?.stop();
    },
  };
}
