/** In place of a picture that is not there: the channel's cover, dimmed, and a sentence. */

import { Icon, type IconName } from '../ui/icon.tsx';
import { Cover } from './cover.tsx';
import type { RoomModel } from './room.ts';

export interface WaitingProps {
  readonly model: RoomModel;
  readonly icon: IconName;
  readonly text: string;
}

export function Waiting({ model, icon, text }: WaitingProps) {
  const { title, cover_url } = model.room.value;
  return (
    <div class="screen waiting">
      <Cover title={title} url={cover_url} />
      <p role="status">
        <Icon name={icon} /> {text}
      </p>
    </div>
  );
}
