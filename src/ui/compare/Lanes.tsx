import type { ReactNode } from 'react';
import { useCommands, useSelect } from '../shared/app.ts';
import { part } from '../shared/Part.tsx';
import { LaneStage } from './LaneStage.tsx';

const ComparedLanes = part(
  'The comparison',
  async () => (await import('./ComparedLanes.tsx')).ComparedLanes,
  <OwnLane />,
);

/** The stages, side by side: one for each kernel that runs the scenario. */
export function Lanes(): ReactNode {
  const session = useSelect((state) => state.session);
  const commands = useCommands();
  if (session === null) return null;
  if (session.lanes.length === 1) return <OwnLane />;
  return <ComparedLanes session={session} onLost={() => void commands.compare([])} />;
}

/** The scenario's own kernel: the plain view, and what there is of a comparison until the rest of it has come. */
function OwnLane(): ReactNode {
  const session = useSelect((state) => state.session);
  const lane = session?.lanes[0];
  if (session === null || lane === undefined) return null;
  return (
    <div className="lanes">
      <LaneStage session={session} lane={lane} number={0} compared={null} />
    </div>
  );
}
