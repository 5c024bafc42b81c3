/** The streamer's page: the own channels and a new one, then the studio of one of them. */
import { signal } from '@preact/signals';
import { startPage } from '../shared/ui/start.tsx';
import { OwnChannels } from './own-channels.tsx';
import { StudioPage } from './studio-page.tsx';

const roomId = signal(fromAddress());
addEventListener('hashchange', () => {
  roomId.value = fromAddress();
});

function Streamer() {
  const id = roomId.value;
  return id === '' ? <OwnChannels /> : <StudioPage key={id} id={id} />;
}

function fromAddress(): string {
  return /^#\/([A-Za-z0-9]{1,64})$/.exec(location.hash)?.[1] ?? '';
}

void startPage('entry.stream', Streamer);
