import { useState, type ReactNode } from 'react';
import type { Event } from '../model/event.ts';
import type { Session } from '../state/state.ts';
import { useOperate } from './cpus/operate.ts';
import { Inspector } from './inspector/Inspector.tsx';
import { useCommands, useSelect } from './shared/app.ts';
import { useMedia } from './shared/use-media.ts';
import { StagePanel } from './stage/StagePanel.tsx';

const NONE: readonly Event[] = [];

/** The stage and, below it, the inspector. */
export function StageColumn(): ReactNode {
  const session = useSelect((state) => state.session);
  const lane = session?.lanes[0];
  const selection = useSelect((state) => state.selection);
  const cpu = useSelect((state) => state.cpu);
  const radix = useSelect((state) => state.radix);
  const flipped = useSelect((state) => state.folded.includes('inspector'));
  const low = useMedia('(max-height: 800px)');
  const folded = flipped !== low;
  const commands = useCommands();
  const operate = useOperate();
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
        onChooseCpu={commands.chooseCpu}
        onSelect={commands.select}
      />
      <Inspector
        frame={frame}
        config={config}
        selection={selection}
        radix={radix}
        folded={folded}
        onRadix={commands.setRadix}
        onFold={() => commands.toggleFold('inspector')}
        onWhy={(object) => void commands.why(object)}
        onProtect={(page, secure) => operate(secure ? 'secure_protect' : 'secure_unprotect', { cpu, page })}
      />
    </div>
  );
}

/** The events to animate: those of the step when the cursor went one step on along the same branch; none for any other way. */
function useSince(session: Session | null): readonly Event[] {
  const [shown, setShown] = useState({ session, since: NONE });
  if (shown.session === session) return shown.since;
  const { session: before } = shown;
  const onward = before !== null && session !== null && session.branch === before.branch && isNext(before, session);
  const since = onward ? (session.lanes[0]?.frame.step?.events ?? NONE) : NONE;
  setShown({ session, since });
  return since;
}

function isNext(before: Session, after: Session): boolean {
  if (after.micro !== null) return after.at === before.at && after.micro === (before.micro ?? 0) + 1;
  return after.at === before.at + 1;
}
