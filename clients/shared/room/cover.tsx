/** The picture of a channel in lists: its cover, or a ground of its own with the beginning of its title. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { hueOf } from '../ui/avatar.tsx';

export interface CoverProps {
  readonly title: string;
  readonly url: string | undefined;
  /** Marks in its corners. */
  readonly children?: ComponentChildren;
}

export function Cover({ title, url, children }: CoverProps) {
  // A cover that cannot be loaded is none; another address is another try.
  const broken = useSignal('');
  return (
    <span class="cover" style={{ '--hue': hueOf(title) }}>
      <span class="initial" aria-hidden="true">
        {[...title.trim()][0]?.toUpperCase()}
      </span>
      {url && url !== broken.value && (
        <img
          src={url}
          alt=""
          loading="lazy"
          onError={() => {
            broken.value = url;
          }}
        />
      )}
      {children}
    </span>
  );
}
