import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { Dialog } from './Dialog.tsx';

/** A name for a future, so that one finds it again. */
export function RenameDialog({
  name,
  onRename,
  onClose,
}: {
  readonly name: string;
  readonly onRename: (name: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const [typed, setTyped] = useState(name);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (typed.trim() !== '') onRename(typed.trim());
    onClose();
  };
  return (
    <Dialog title="Name this branch" onClose={onClose}>
      <form className="rename" onSubmit={submit}>
        <label className="search">
          <span className="only-read">Name</span>
          <input value={typed} maxLength={60} onChange={(event) => setTyped(event.target.value)} data-first />
        </label>
        <div className="dialog-actions">
          <button type="submit" className="solid">
            Rename
          </button>
          <button type="button" className="box" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
