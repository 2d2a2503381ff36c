import { memo, useId, type ReactNode } from 'react';
import type { OperationView } from '../../timeline/frame.ts';
import { MenuButton } from '../shared/MenuButton.tsx';
import type { MenuSection } from '../shared/menus.ts';

export type OperationButtonProps = {
  /** What is written on it: the kernel's name, or the part of it that fits. */
  readonly label: string;
  /** The whole name, for those who hear it: `kmap_atomic_flush_unused on cpu1`. */
  readonly name: string;
  readonly view: OperationView | undefined;
  /** What there is to choose first; absent: it is done at once. */
  readonly choices?: () => readonly MenuSection[];
  readonly onDo?: () => void;
};

/**
 * A button of a CPU. One that cannot be used can still be reached, and says why on hover, focus and tap. It is the same element whether it
 * can be used or not: the focus stays on a button that became unusable by being used.
 */
function Key({ label, name, view, choices, onDo }: OperationButtonProps): ReactNode {
  const id = useId();
  const reason = view?.enabled === true ? null : (view?.reason ?? 'This kernel does not have it.');
  const why = reason === null ? {} : { 'aria-disabled': true, 'aria-describedby': id, 'data-tip': reason };
  return (
    <>
      {choices === undefined ? (
        <button
          type="button"
          className="operation"
          aria-label={name}
          {...why}
          onClick={reason === null ? onDo : undefined}
        >
          {label}
        </button>
      ) : (
        <MenuButton
          className="operation"
          label={name}
          sections={choices}
          locked={reason === null ? null : { reason, id }}
        >
          {label}
        </MenuButton>
      )}
      {/* There all the time: what comes and goes between buttons has the browser look at all of them. */}
      <span id={id} hidden>
        {reason}
      </span>
    </>
  );
}

/** Most steps leave most of them as they are. What one does follows from its name. */
export const OperationButton = memo(
  Key,
  (a, b) =>
    a.name === b.name &&
    a.label === b.label &&
    a.view?.enabled === b.view?.enabled &&
    a.view?.reason === b.view?.reason,
);
