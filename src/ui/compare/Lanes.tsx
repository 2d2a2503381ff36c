import { useMemo, type ReactNode } from 'react';
import { focusedLane } from '../../state/selectors.ts';
import type { Session, StageLane } from '../../state/state.ts';
import { differsIn } from '../../timeline/differences.ts';
import { useOperate } from '../cpus/operate.ts';
import { useCommands, useGetState, useSelect } from '../shared/app.ts';
import { useSince } from '../shared/use-since.ts';
import { StagePanel } from '../stage/StagePanel.tsx';
import { settingsText } from '../top/machine-settings.ts';
import { ActBar } from './ActBar.tsx';
import { CompareBar } from './CompareBar.tsx';
import { LaneFoot } from './LaneFoot.tsx';
import { LaneHead } from './LaneHead.tsx';
import { useInView } from './use-in-view.ts';

/** The stages, side by side: one for each kernel that runs the scenario. A plain view is a comparison of one. */
export function Lanes(): ReactNode {
  const session = useSelect((state) => state.session);
  return session === null ? null : <LanesOf session={session} />;
}

function LanesOf({ session }: { readonly session: Session }): ReactNode {
  const { lanes } = session;
  const isCompared = lanes.length > 1;
  const cpu = useSelect((state) => state.cpu);
  const operate = useOperate();
  const getState = useGetState();
  const [own] = lanes;
  const chosen = own?.frame.cpus[cpu] ?? own?.frame.cpus[0];
  return (
    <>
      {isCompared && <CompareBar session={session} />}
      <div className={isCompared ? 'lanes compared' : 'lanes'}>
        {lanes.map((lane, number) => (
          <Lane key={number} session={session} lane={lane} number={number} />
        ))}
      </div>
      {isCompared && own !== undefined && chosen !== undefined && (
        <ActBar cpu={chosen} operate={operate} frameNow={() => getState().session?.lanes[0]?.frame ?? own.frame} />
      )}
    </>
  );
}

/** One kernel's stage. Where there are several it has a heading, and its objects are marked where they are not the same in all. */
function Lane({
  session,
  lane,
  number,
}: {
  readonly session: Session;
  readonly lane: StageLane;
  readonly number: number;
}): ReactNode {
  const { lanes } = session;
  const cpu = useSelect((state) => state.cpu);
  const selection = useSelect((state) => state.selection);
  const focused = useSelect(focusedLane) === number;
  const [section, touched] = useInView(focused);
  const commands = useCommands();
  const operate = useOperate();
  const getState = useGetState();
  const since = useSince(session, number);
  const differs = useMemo(() => (lanes.length > 1 ? differsIn(lanes, number) : null), [lanes, number]);
  const { frame, config, kernel } = lane;
  const stage = (
    <StagePanel
      label={differs === null ? 'Stage' : `Stage of lane ${String(number + 1)}`}
      frame={frame}
      config={config}
      differs={differs}
      chosenCpu={cpu}
      selection={selection}
      since={since}
      operate={operate}
      frameNow={() => getState().session?.lanes[number]?.frame ?? frame}
      onChooseCpu={commands.chooseCpu}
      onSelect={commands.select}
    />
  );
  if (differs === null) return stage;
  const swap = (name: string): void =>
    void (number === 0
      ? commands.setMachine(settingsText(name, config, name === kernel))
      : commands.replaceLane(number, name));
  return (
    <section
      ref={section}
      className={focused ? 'lane focused' : 'lane'}
      aria-label={`Lane ${String(number + 1)}`}
      aria-current={focused ? 'true' : undefined}
      onPointerDown={() => {
        touched();
        commands.focusLane(number);
      }}
    >
      <LaneHead
        lane={lane}
        number={number}
        focused={focused}
        onFocus={() => commands.focusLane(number)}
        onKernel={swap}
        onRemove={number === 0 ? null : () => void commands.removeLane(number)}
      />
      {stage}
      <LaneFoot costs={frame.costs} />
    </section>
  );
}
