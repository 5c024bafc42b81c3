/** Sources, devices, and the channel's life. */
import { useSignal } from '@preact/signals';
import { DeviceButtons } from '../shared/room/device-buttons.tsx';
import type { RoomModel } from '../shared/room/room.ts';
import { Icon } from '../shared/ui/icon.tsx';
import { attempt } from '../shared/ui/notes.tsx';
import { t } from '../shared/words/words.ts';
import type { Broadcast } from './broadcast.ts';

export interface ControlsProps {
  readonly model: RoomModel;
  readonly broadcast: Broadcast;
}

export function Controls({ model, broadcast }: ControlsProps) {
  return (
    <div class="controls">
      <Sources broadcast={broadcast} />
      <DeviceButtons
        isMicrophoneOn={broadcast.isMicrophoneOn.value}
        isCameraOn={broadcast.isCameraOn.value}
        onMicrophone={broadcast.setMicrophone}
        onCamera={broadcast.setCamera}
      />
      <Life model={model} broadcast={broadcast} />
    </div>
  );
}

function Sources({ broadcast }: { broadcast: Broadcast }) {
  const kind = broadcast.kind.value;
  return (
    <fieldset>
      <legend class="hidden">{t('source.title')}</legend>
      <button type="button" aria-pressed={kind === 'camera'} onClick={() => void attempt(broadcast.showCamera)}>
        <Icon name="camera" /> {t('source.camera')}
      </button>
      <button type="button" aria-pressed={kind === 'screen'} onClick={() => void attempt(broadcast.showScreen)}>
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
            if (file) void attempt(() => broadcast.showFile(file));
            event.currentTarget.value = '';
          }}
        />
      </label>
      <button
        type="button"
        aria-pressed={broadcast.isPortrait.value}
        onClick={() => broadcast.setPortrait(!broadcast.isPortrait.value)}
      >
        {t('source.portrait')}
      </button>
    </fieldset>
  );
}

function Life({ model, broadcast }: ControlsProps) {
  const busy = useSignal(false);
  const { status } = model.room.value;
  const isSending = broadcast.sending.value !== undefined && broadcast.sending.value !== 'failed';
  const run = async (work: () => Promise<void>): Promise<void> => {
    busy.value = true;
    await attempt(work);
    busy.value = false;
  };
  if (status === 2) {
    return (
      <p>
        {t('studio.ended')} <a href={`../viewer/#/${model.id}`}>{t('studio.replay')}</a> ·{' '}
        <a href="#/">{t('studio.new')}</a>
      </p>
    );
  }
  return (
    <span class="life">
      {!isSending && (
        <button
          type="button"
          class="main"
          disabled={busy.value || broadcast.kind.value === undefined}
          onClick={() => void run(broadcast.start)}
        >
          <Icon name="play" /> {t(status === 1 ? 'studio.resume' : 'studio.start')}
        </button>
      )}
      {isSending && (
        <button type="button" disabled={busy.value} onClick={() => void run(broadcast.pause)}>
          <Icon name="pause" /> {t('studio.pause')}
        </button>
      )}
      <button
        type="button"
        class="danger"
        disabled={busy.value}
        onClick={() => {
          if (confirm(t('studio.stop.sure'))) void run(broadcast.stop);
        }}
      >
        <Icon name="stop" /> {t('studio.stop')}
      </button>
    </span>
  );
}
