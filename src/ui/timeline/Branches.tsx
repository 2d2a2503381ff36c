import type { ReactNode } from 'react';
import type { Branch } from '../../state/state.ts';
import { Icon } from '../shared/Icon.tsx';
import { MenuButton } from '../shared/MenuButton.tsx';
import type { MenuSection } from '../shared/menus.ts';

export type BranchesProps = {
  readonly branches: readonly Branch[];
  readonly shown: number;
  readonly onSwitch: (id: number) => void;
  readonly onRename: (id: number) => void;
  readonly onDelete: (id: number) => void;
};

/** The futures there are: acting in the past makes another one, and none is lost. */
export function Branches({ branches, shown, onSwitch, onRename, onDelete }: BranchesProps): ReactNode {
  const current = branches.find(({ id }) => id === shown);
  if (current === undefined || branches.length < 2) return null;
  const sections: readonly MenuSection[] = [
    {
      title: 'futures',
      items: branches.map(({ id, name, at, parent, length }) => ({
        label: name,
        hint: parent === null ? `${String(length)} steps` : `from step ${String(at)}, ${String(length)} steps`,
        checked: id === shown,
        run: () => onSwitch(id),
      })),
    },
    {
      title: 'this one',
      items: [
        { label: 'Rename…', run: () => onRename(shown) },
        {
          label: 'Delete',
          disabled: current.parent === null ? 'Others start from it.' : null,
          run: () => onDelete(shown),
        },
      ],
    },
  ];
  return (
    <MenuButton className="branch-button" label={`Branch: ${current.name}`} sections={() => sections}>
      <Icon name="fork" /> <span className="branch-name">{current.name}</span>
      <span className="quiet">{branches.length} futures</span>
      <Icon name="down" size={12} />
    </MenuButton>
  );
}
