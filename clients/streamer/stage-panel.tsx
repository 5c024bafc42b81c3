/** The people on stage, and what the anchor may do about them. */
import type { StageMember } from '../shared/room/stage.ts';
import { Tile } from '../shared/room/tile.tsx';
import { Icon } from '../shared/ui/icon.tsx';
import { Menu, MenuItem } from '../shared/ui/menu.tsx';
import { t } from '../shared/words/words.ts';
import { isHeard, setHeard } from './requests.tsx';
import type { AnchorStage } from './use-stage.tsx';

export function StagePanel({ stage }: { stage: AnchorStage }) {
  const { guests, most } = stage;
  return (
    <section class="card" aria-label={t('stage.title')}>
      <header class="spread">
        <h2>
          {t('stage.title')}{' '}
          <span class="tag">
            {guests.length + 1} / {most}
          </span>
        </h2>
        <button type="button" class="quiet" aria-pressed={isHeard.value} onClick={() => setHeard(!isHeard.value)}>
          <Icon name="bell" isOff={!isHeard.value} /> <span class="label">{t('stage.knock')}</span>
        </button>
      </header>
      {guests.length === 0 ? (
        <p class="empty">{t('stage.nobody')}</p>
      ) : (
        <div class="tiles" data-count={guests.length}>
          {guests.map((guest) => (
            <Tile
              key={guest.user_id}
              name={guest.user_nick ?? guest.user_id}
              stream={stage.streamOf(guest.user_id)}
              isMicrophoneOn={guest.mic_opened !== false}
              isCameraOn={guest.camera_opened !== false}
            >
              <GuestTools stage={stage} guest={guest} />
            </Tile>
          ))}
        </div>
      )}
    </section>
  );
}

function GuestTools({ stage, guest }: { stage: AnchorStage; guest: StageMember }) {
  const { user_id } = guest;
  const isMicrophoneOn = guest.mic_opened !== false;
  const isCameraOn = guest.camera_opened !== false;
  return (
    <Menu label={t('stage.about', { name: guest.user_nick ?? user_id })}>
      <MenuItem icon="microphone" onChoose={() => stage.ask(user_id, { mic_opened: !isMicrophoneOn })}>
        {t(isMicrophoneOn ? 'stage.ask.microphone.off' : 'stage.ask.microphone.on')}
      </MenuItem>
      <MenuItem icon="camera" onChoose={() => stage.ask(user_id, { camera_opened: !isCameraOn })}>
        {t(isCameraOn ? 'stage.ask.camera.off' : 'stage.ask.camera.on')}
      </MenuItem>
      <MenuItem icon="leave" isDanger onChoose={() => stage.decide('kickCoStreaming', user_id)}>
        {t('stage.remove')}
      </MenuItem>
    </Menu>
  );
}
