/** What a page says where it has nothing to show: an icon, a sentence, and the way on. */
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export interface BlankProps {
  readonly icon: IconName;
  readonly title: string;
  readonly text?: string;
  /** Something went wrong, and this is the whole page: screen readers are told at once. */
  readonly isAlert?: boolean;
  readonly children?: ComponentChildren;
}

export function Blank({ icon, title, text, isAlert = false, children }: BlankProps) {
  return (
    <div class="blank" role={isAlert ? 'alert' : undefined}>
      <span class="sign">
        <Icon name={icon} />
      </span>
      {isAlert ? <h1>{title}</h1> : <h2>{title}</h2>}
      {text && <p>{text}</p>}
      {children && <div class="answers">{children}</div>}
    </div>
  );
}
