/** A button that opens a short list of actions; the browser closes it on Escape and on a click elsewhere. */
import { type ComponentChildren, createContext } from 'preact';
import { useContext, useId, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

const MenuId = createContext('');

export interface MenuProps {
  readonly label: string;
  readonly icon?: IconName;
  /** In place of the icon. */
  readonly face?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Menu({ label, icon = 'more', face, children }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLUListElement>(null);
  // In the top layer nothing clips it, so that it has to be told where its button is.
  const place = (): void => {
    const box = button.current?.getBoundingClientRect();
    const style = list.current?.style;
    if (!box || !style) return;
    const isLow = box.bottom > innerHeight * 0.6;
    style.insetBlock = isLow ? `auto ${innerHeight - box.top + 4}px` : `${box.bottom + 4}px auto`;
    const isLeft = box.right < innerWidth / 2;
    style.insetInline = isLeft ? `${box.left}px auto` : `auto ${document.documentElement.clientWidth - box.right}px`;
  };
  return (
    <>
      <button type="button" ref={button} class="quiet square" popovertarget={id} aria-label={label} title={label}>
        {face ?? <Icon name={icon} />}
      </button>
      <ul ref={list} id={id} popover="auto" class="menu" onBeforeToggle={place}>
        <MenuId.Provider value={id}>{children}</MenuId.Provider>
      </ul>
    </>
  );
}

export interface MenuItemProps {
  readonly icon?: IconName;
  readonly isDanger?: boolean;
  readonly lang?: string;
  readonly onChoose: () => void;
  readonly children: ComponentChildren;
}

export function MenuItem({ icon, isDanger = false, lang, onChoose, children }: MenuItemProps) {
  const id = useContext(MenuId);
  return (
    <li>
      <button
        type="button"
        class={isDanger ? 'quiet danger' : 'quiet'}
        lang={lang}
        popovertarget={id}
        popovertargetaction="hide"
        onClick={onChoose}
      >
        {icon && <Icon name={icon} />} {children}
      </button>
    </li>
  );
}
