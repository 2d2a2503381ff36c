import type { ReactNode } from 'react';
import { useOperate } from './cpus/operate.ts';
import { Inspector } from './inspector/Inspector.tsx';
import { mainFrame } from '../state/selectors.ts';
import { useCommands, useGetState, useSelect } from './shared/app.ts';
import { useMedia } from './shared/use-media.ts';
import { useSince } from './shared/use-since.ts';
import { StagePanel } from './stage/StagePanel.tsx';

/** The stage and, below it, the inspector. */
export function StageColumn(): ReactNode {
  const session = useSelect((state) => state.session);
  const lane = session?.lanes[0];
  const selection = useSelect((state) => state.selection);
  const cpu = useSelect((state) => state.cpu);
  const lens = useSelect((state) => state.lens);
  const radix = useSelect((state) => state.radix);
  const flipped = useSelect((state) => state.folded.includes('inspector'));
  const low = useMedia('(max-height: 800px)');
  const folded = flipped !== low;
  const commands = useCommands();
  const operate = useOperate();
  const getState = useGetState();
  const since = useSince(session);
  if (lane === undefined) return null;
  const { frame, config } = lane;
  return (
    <div className="stage-column">
      <StagePanel
        frame={frame}
        config={config}
        chosenCpu={cpu}
        selection={selection}
        since={since}
        operate={operate}
        frameNow={() => mainFrame(getState()) ?? frame}
        onChooseCpu={commands.chooseCpu}
        onSelect={commands.select}
      />
      <Inspector
        frame={frame}
        config={config}
        selection={selection}
        radix={radix}
        folded={folded}
        full={lens === 'everything'}
        onRadix={commands.setRadix}
        onFold={() => commands.toggleFold('inspector')}
        onWhy={(object) => void commands.why(object)}
        onProtect={(page, secure) => operate(secure ? 'secure_protect' : 'secure_unprotect', { cpu, page })}
      />
    </div>
  );
}
