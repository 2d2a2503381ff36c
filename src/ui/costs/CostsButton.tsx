import type { ReactNode } from 'react';
import { useCommands, useSelect } from '../shared/app.ts';
import { Icon } from '../shared/Icon.tsx';

/** Puts what the run costs in place of the stage, and the stage back. */
export function CostsButton(): ReactNode {
  const open = useSelect((state) => state.costs.open);
  const commands = useCommands();
  return (
    <button
      type="button"
      className="flat"
      aria-label="Costs"
      aria-pressed={open}
      onClick={() => commands.showCosts(!open)}
      data-tip="PTE writes, invalidates, IPIs: plotted, as a table, and at other sizes. Key: $"
    >
      <Icon name="costs" /> <span className="wide-only">Costs</span>
    </button>
  );
}
