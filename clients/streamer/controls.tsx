/** What is shown, with which devices, in which shape; and the channel's life. */
import type { ReadonlySignal, Signal } from '@preact/signals';
import { DeviceButtons } from '../shared/room/device-buttons.tsx';
import type { RoomModel } from '../shared/room/room.ts';
import { Icon } from '../shared/ui/icon.tsx';
import { attempt } from '../shared/ui/notes.tsx';
import { t } from '../shared/words/words.ts';
import type { Broadcast } from './broadcast.ts';
import { Life } from './life.tsx';

export interface ControlsProps {
  readonly model: RoomModel;
  readonly broadcast: Broadcast;
  /** Another program sends, not this page. */
  readonly isElsewhere: Signal<boolean>;
  readonly isRetouchOpen: Signal<boolean>;
}

export function Controls({ model, broadcast, isElsewhere, isRetouchOpen }: ControlsProps) {
  return (
    <div class="deck">
      {model.room.value.status !== 2 && (
        <>
          <Sources model={model} broadcast={broadcast} isElsewhere={isElsewhere} />
          {!isElsewhere.value && (
            <fieldset class="devices">
              <legend class="hidden">{t('studio.devices')}</legend>
              <DeviceButtons
                isMicrophoneOn={broadcast.isMicrophoneOn.value}
                isCameraOn={broadcast.isCameraOn.value}
                pictureLabel={t('source.picture')}
                onMicrophone={broadcast.setMicrophone}
                onCamera={broadcast.setCamera}
              />
              <button
                type="button"
                class="device"
                aria-pressed={broadcast.isPortrait.value}
                title={t('source.portrait')}
                onClick={() => broadcast.setPortrait(!broadcast.isPortrait.value)}
              >
                <Icon name="portrait" /> <span class="label">{t('source.portrait')}</span>
              </button>
              <RetouchButton broadcast={broadcast} isOpen={isRetouchOpen} />
            </fieldset>
          )}
        </>
      )}
      <Life model={model} broadcast={broadcast} isElsewhere={isElsewhere} />
    </div>
  );
}

function RetouchButton({ broadcast, isOpen }: { broadcast: Broadcast; isOpen: Signal<boolean> }) {
  return (
    <button
      type="button"
      class={`device ${broadcast.retouch.value.strength > 0 ? 'pressed' : ''}`}
      aria-expanded={isOpen.value}
      title={t('retouch.title')}
      onClick={() => {
        isOpen.value = !isOpen.value;
      }}
    >
      <Icon name="retouch" /> <span class="label">{t('retouch.title')}</span>
    </button>
  );
}

interface SourcesProps {
  readonly model: RoomModel;
  readonly broadcast: Broadcast;
  readonly isElsewhere: Signal<boolean>;
}

function Sources({ model, broadcast, isElsewhere }: SourcesProps) {
  const kind = isElsewhere.value ? 'program' : broadcast.kind.value;
  const canProgram = mayElsewhere(model, broadcast.sending);
  const show = (work: () => Promise<void>): void => {
    void attempt(work).then((done) => {
      if (done) isElsewhere.value = false;
    });
  };
  return (
    <fieldset class="sources">
      <legend class="hidden">{t('source.title')}</legend>
      <button type="button" aria-pressed={kind === 'camera'} onClick={() => show(broadcast.showCamera)}>
        <Icon name="camera" /> {t('source.camera')}
      </button>
      <button type="button" aria-pressed={kind === 'screen'} onClick={() => show(broadcast.showScreen)}>
        <Icon name="screen" /> {t('source.screen')}
      </button>
      <label class={`button ${kind === 'file' ? 'pressed' : ''}`}>
        <Icon name="file" /> {t('source.file')}
        <input
          class="hidden"
          type="file"
          accept="video/*"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file) show(() => broadcast.showFile(file));
            event.currentTarget.value = '';
          }}
        />
      </label>
      {canProgram && (
        <button
          type="button"
          aria-pressed={kind === 'program'}
          onClick={() => {
            isElsewhere.value = true;
          }}
        >
          <Icon name="program" /> {t('source.program')}
        </button>
      )}
    </fieldset>
  );
}

/** One sender at a time; and only channels without guests take RTMP. */
function mayElsewhere({ room }: RoomModel, sending: ReadonlySignal<string | undefined>): boolean {
  return room.value.push_url_info !== undefined && room.value.mode === 0 && sending.value === undefined;
}
