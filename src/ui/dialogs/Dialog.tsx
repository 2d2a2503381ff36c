import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { Icon } from '../shared/Icon.tsx';
import './dialog.css';

/** A dialog in the browser's own top layer: the rest of the page is inert, Escape closes, focus goes back where it was. */
export function Dialog({
  title,
  onClose,
  wide = false,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly wide?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  // A layout effect: its end comes while the dialog still stands in the page, and only then can the focus go back where it was.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // What one came for, rather than the cross that stands first.
    dialog?.querySelector<HTMLElement>('[data-first]')?.focus();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className={wide ? 'dialog wide' : 'dialog'}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <div className="dialog-body">
        <header>
          <h2 id={id}>{title}</h2>
          <button type="button" className="close" aria-label="Close" onClick={onClose}>
            <Icon name="cross" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
