import { memo, useState, type ReactNode } from 'react';
import type { Branch } from '../../state/state.ts';
import { RenameDialog } from '../dialogs/RenameDialog.tsx';
import { useCommands } from '../shared/app.ts';
import { Branches } from './Branches.tsx';

/** The futures, and what can be done with them: a name, and away with one; it can be brought back. */
export const Futures = memo(function Futures({
  branches,
  shown,
}: {
  readonly branches: readonly Branch[];
  readonly shown: number;
}): ReactNode {
  const [renaming, setRenaming] = useState<Branch | null>(null);
  const commands = useCommands();
  const named = (id: number): Branch | null => branches.find((branch) => branch.id === id) ?? null;
  const remove = async (id: number): Promise<void> => {
    const name = named(id)?.name ?? '';
    if (!(await commands.deleteBranch(id))) return;
    commands.showToast(`Deleted “${name}”.`, true);
    // With the last other future the button of this menu goes, which has the focus.
    if (branches.length === 2) document.querySelector<HTMLElement>('.transport .main')?.focus();
  };
  return (
    <>
      <Branches
        branches={branches}
        shown={shown}
        onSwitch={(id) => void commands.switchBranch(id)}
        onRename={(id) => setRenaming(named(id))}
        onDelete={(id) => void remove(id)}
      />
      {renaming !== null && (
        <RenameDialog
          name={renaming.name}
          onRename={(name) => void commands.renameBranch(renaming.id, name)}
          onClose={() => setRenaming(null)}
        />
      )}
    </>
  );
});
