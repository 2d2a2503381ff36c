import { useId, type ReactNode } from 'react';
import type { OperationView } from '../../timeline/frame.ts';
import { Menu, type MenuSection } from '../shared/Menu.tsx';

export type OperationButtonProps = {
  /** What is written on it: the kernel's name, or the part of it that fits. */
  readonly label: string;
  /** The whole name, for those who hear it: `kmap_atomic_flush_unused on cpu1`. */
  readonly name: string;
  readonly view: OperationView | undefined;
  /** What there is to choose first; absent: it is done at once. */
  readonly choices?: readonly MenuSection[];
  readonly onDo?: () => void;
};

/**
 * A button of a CPU. One that cannot be used can still be reached, and says why on hover, focus and tap. It is the same element whether it
 * can be used or not: the focus stays on a button that became unusable by being used.
 */
export function OperationButton({ label, name, view, choices, onDo }: OperationButtonProps): ReactNode {
  const id = useId();
  const reason = view?.enabled === true ? null : (view?.reason ?? 'This kernel does not have it.');
  const why = reason === null ? {} : { 'aria-disabled': true, 'aria-describedby': id, 'data-tip': reason };
  const does = reason === null && choices === undefined && onDo !== undefined ? { onClick: onDo } : {};
  const button = (
    <button type="button" className="operation" aria-label={name} {...why} {...does}>
      {label}
    </button>
  );
  return (
    <>
      {choices === undefined ? button : <Menu trigger={button} sections={choices} locked={reason !== null} />}
      {reason !== null && (
        <span id={id} hidden>
          {reason}
        </span>
      )}
    </>
  );
}
