import { useMemo, type ReactNode } from 'react';
import { announcement, chosenCpu, focusedLane } from '../../state/selectors.ts';
import type { Session, StageLane, State } from '../../state/state.ts';
import { contrastSentence, differsIn } from '../../timeline/differences.ts';
import { useOperate } from '../cpus/operate.ts';
import { useCommands, useGetState, useSelect } from '../shared/app.ts';
import { settingsText } from '../top/machine-settings.ts';
import { ActBar } from './ActBar.tsx';
import { CompareBar } from './CompareBar.tsx';
import './compare.css';
import './compare-rooms.css';
import { LaneCpu } from './LaneCpu.tsx';
import { LaneFoot } from './LaneFoot.tsx';
import { LaneHead } from './LaneHead.tsx';
import { LaneStage } from './LaneStage.tsx';
import { useInView } from './use-in-view.ts';

/** Several kernels under one scenario, side by side: what differs above them, what can be done below. */
export function ComparedLanes({ session }: { readonly session: Session }): ReactNode {
  const { lanes } = session;
  const cpu = useSelect(chosenCpu);
  const operate = useOperate();
  const getState = useGetState();
  const [own] = lanes;
  const chosen = own?.frame.cpus[cpu] ?? own?.frame.cpus[0];
  return (
    <>
      <CompareBar session={session} />
      <div className="lanes compared">
        {lanes.map((lane, number) => (
          <Lane key={number} session={session} lane={lane} number={number} />
        ))}
      </div>
      {own !== undefined && chosen !== undefined && (
        <ActBar cpu={chosen} operate={operate} frameNow={() => getState().session?.lanes[0]?.frame ?? own.frame} />
      )}
    </>
  );
}

/** One kernel's stage with a heading; its objects are marked where they are not the same in all. */
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
  const focused = useSelect(focusedLane) === number;
  const [section, touched] = useInView(focused);
  const commands = useCommands();
  const compared = useMemo(() => ({ differs: differsIn(lanes, number), LaneCpu }), [lanes, number]);
  const { frame, config, kernel } = lane;
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
      <LaneStage session={session} lane={lane} number={number} compared={compared} />
      <LaneFoot costs={frame.costs} />
    </section>
  );
}

/** What is said aloud of several lanes: what happened, and what differs now. */
export function ComparedWords(): ReactNode {
  return useSelect(comparedAnnouncement);
}

const comparedAnnouncement = (state: State): string => announcement(state, contrastSentence);
