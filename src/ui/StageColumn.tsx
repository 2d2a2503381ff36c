import type { ReactNode } from 'react';
import { Lanes } from './compare/Lanes.tsx';
import { useOperate } from './cpus/operate.ts';
import { Inspector } from './inspector/Inspector.tsx';
import { chosenCpu, mainLane } from '../state/selectors.ts';
import { useCommands, useSelect } from './shared/app.ts';
import { Later, RANKS } from './shared/Later.tsx';
import { part } from './shared/Part.tsx';
import { useMedia } from './shared/use-media.ts';

const CostsPanel = part(
  'The panel of costs',
  async () => (await import('./costs/CostsPanel.tsx')).CostsPanel,
  <p className="loading">Counting…</p>,
);

/** The stages and, below them, the inspector of the one that is looked at; or what the run costs. */
export function StageColumn(): ReactNode {
  const isCounting = useSelect((state) => state.costs.open);
  const commands = useCommands();
  if (isCounting) return <CostsPanel onLost={() => commands.showCosts(false)} />;
  return (
    <div className="stage-column">
      <Lanes />
      <Later rank={RANKS.inspector}>
        <InspectorOfStore />
      </Later>
    </div>
  );
}

function InspectorOfStore(): ReactNode {
  const isCompared = useSelect((state) => (state.session?.lanes.length ?? 0) > 1);
  const lane = useSelect(mainLane);
  const selection = useSelect((state) => state.selection);
  const cpu = useSelect(chosenCpu);
  const lens = useSelect((state) => state.lens);
  const radix = useSelect((state) => state.radix);
  const flipped = useSelect((state) => state.folded.includes('inspector'));
  const low = useMedia('(max-height: 800px), (max-width: 860px)');
  const commands = useCommands();
  const operate = useOperate();
  if (lane === null) return null;
  return (
    <Inspector
      frame={lane.frame}
      config={lane.config}
      selection={selection}
      radix={radix}
      folded={flipped !== (low || isCompared)}
      full={lens === 'everything'}
      onRadix={commands.setRadix}
      onFold={() => commands.toggleFold('inspector')}
      onLook={commands.select}
      onWhy={(object) => void commands.why(object)}
      onProtect={(page, secure) => operate(secure ? 'secure_protect' : 'secure_unprotect', { cpu, page })}
    />
  );
}
