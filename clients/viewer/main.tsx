/** The viewer's page: the channels, and one that is watched. The channel stands in the address, so a link leads there. */
import { signal } from '@preact/signals';
import { startPage } from '../shared/ui/start.tsx';
import { Channels } from './channels.tsx';
import { Watch } from './watch.tsx';

const roomId = signal(fromAddress());
addEventListener('hashchange', () => {
  roomId.value = fromAddress();
});

function Viewer() {
  const id = roomId.value;
  return id === '' ? <Channels /> : <Watch key={id} id={id} />;
}

function fromAddress(): string {
  return /^#\/([A-Za-z0-9]{1,64})$/.exec(location.hash)?.[1] ?? '';
}

void startPage('entry.watch', Viewer);
