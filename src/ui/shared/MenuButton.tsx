import { use, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { MenuContext, type MenuSection } from './menus.ts';

export type MenuButtonProps = {
  readonly className: string;
  readonly label: string;
  /** Asked when the menu opens; null when what is in it could not be fetched, and that has been said. */
  readonly sections: () => readonly MenuSection[] | Promise<readonly MenuSection[] | null>;
  readonly align?: 'start' | 'end';
  readonly wide?: boolean;
  /** Why it does not open now: what it says instead, and the id of the element that says so. */
  readonly locked?: { readonly reason: string; readonly id: string } | null;
  readonly children: ReactNode;
};

/** A button with a menu below it. */
export function MenuButton(props: MenuButtonProps): ReactNode {
  const { className, label, sections, align = 'start', wide = false, locked = null, children } = props;
  const id = useId();
  const openMenu = use(MenuContext);
  const [open, setOpen] = useState(false);
  const wasOpen = useRef(false);
  const show = (anchor: HTMLElement, byKey: boolean): void => {
    if (locked !== null) return;
    setOpen(true);
    const close = (): void => setOpen(false);
    const fill = (found: readonly MenuSection[] | null): void =>
      found === null ? close() : openMenu({ anchor, sections: found, align, wide, byKey, onClose: close });
    const wanted = sections();
    if (wanted instanceof Promise) void wanted.then(fill);
    else fill(wanted);
  };
  const keyDown = (event: KeyboardEvent<HTMLButtonElement>): void => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    show(event.currentTarget, true);
  };
  const why =
    locked === null ? {} : { 'aria-disabled': true, 'aria-describedby': locked.id, 'data-tip': locked.reason };
  return (
    <button
      type="button"
      id={id}
      className={className}
      aria-label={label}
      aria-haspopup="menu"
      aria-expanded={open}
      data-state={open ? 'open' : 'closed'}
      {...why}
      // Pressing the button of an open menu closes it, before the click comes.
      onPointerDown={() => {
        wasOpen.current = open;
      }}
      // A click that a key made counts no presses.
      onClick={({ currentTarget, detail }) => {
        if (!wasOpen.current) show(currentTarget, detail === 0);
        wasOpen.current = false;
      }}
      onKeyDown={keyDown}
    >
      {children}
    </button>
  );
}
