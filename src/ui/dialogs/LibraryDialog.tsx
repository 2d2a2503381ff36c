import type { ReactNode } from 'react';
import { Dialog } from './Dialog.tsx';

/** A scenario one can open with one click. */
export type LibraryEntry = {
  readonly id: string;
  readonly title: string;
  /** One sentence: what is to be seen. */
  readonly about: string;
  readonly text: string;
};

export function LibraryDialog({
  entries,
  onOpen,
  onClose,
}: {
  readonly entries: readonly LibraryEntry[];
  readonly onOpen: (entry: LibraryEntry) => void;
  readonly onClose: () => void;
}): ReactNode {
  return (
    <Dialog title="Scenarios" onClose={onClose}>
      <ul className="library">
        {entries.map((entry) => (
          <li key={entry.id}>
            <button type="button" onClick={() => onOpen(entry)}>
              <strong>{entry.title}</strong>
              <span>{entry.about}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
