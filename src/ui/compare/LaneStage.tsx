import type { ReactNode } from 'react';
import { chosenCpu } from '../../state/selectors.ts';
import type { Session, StageLane } from '../../state/state.ts';
import { useOperate } from '../cpus/operate.ts';
import { useCommands, useGetState, useSelect } from '../shared/app.ts';
import { useSince } from '../shared/use-since.ts';
import { StagePanel, type Compared } from '../stage/StagePanel.tsx';

/** The stage of one kernel. `compared`: what is otherwise in the lanes beside it; null where there is one lane. */
export function LaneStage({
  session,
  lane,
  number,
  compared,
}: {
  readonly session: Session;
  readonly lane: StageLane;
  readonly number: number;
  readonly compared: Compared | null;
}): ReactNode {
  const cpu = useSelect(chosenCpu);
  const selection = useSelect((state) => state.selection);
  const commands = useCommands();
  const operate = useOperate();
  const getState = useGetState();
  const since = useSince(session, number);
  const { frame, config } = lane;
  return (
    <StagePanel
      label={compared === null ? 'Stage' : `Stage of lane ${String(number + 1)}`}
      frame={frame}
      config={config}
      compared={compared}
      chosenCpu={cpu}
      selection={selection}
      since={since}
      operate={operate}
      frameNow={() => getState().session?.lanes[number]?.frame ?? frame}
      onChooseCpu={commands.chooseCpu}
      onSelect={commands.select}
    />
  );
}
