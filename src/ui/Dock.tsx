import { useMemo, type ReactNode } from 'react';
import { hasNextOfKind, hasPreviousOfKind, isAtEnd, isAtStart } from '../state/selectors.ts';
import { useCommands, useSelect } from './shared/app.ts';
import { CostLine } from './log/CostLine.tsx';
import { EventLog } from './log/EventLog.tsx';
import { Branches } from './timeline/Branches.tsx';
import { Ribbon } from './timeline/Ribbon.tsx';
import { Transport } from './timeline/Transport.tsx';

/** Time at the bottom: the transport, the lanes, the log and the costs. */
export function Dock(): ReactNode {
  const session = useSelect((state) => state.session);
  const outline = useSelect((state) => state.outline);
  const commands = useCommands();
  const text = session?.text ?? '';
  const lines = useMemo(() => text.split('\n'), [text]);
  const lane = session?.lanes[0];
  if (session === null || lane === undefined) return null;
  const { frame, config } = lane;
  const seek = (at: number): void => void commands.seek(at);
  return (
    <footer className="dock" aria-label="Time">
      <section className="timeline" aria-label="Timeline">
        <div className="transport-row">
          <TransportOfStore />
          <Branches
            branches={session.branches}
            shown={session.branch}
            onSwitch={(id) => void commands.switchBranch(id)}
            onRename={(id) => void commands.renameBranch(id, '')}
            onDelete={(id) => void commands.deleteBranch(id)}
          />
        </div>
        <Ribbon outline={outline} cpus={frame.cpus.length} at={session.at} micro={session.micro} onSeek={seek} />
      </section>
      <aside className="side" aria-label="Log and costs">
        <EventLog outline={outline} lines={lines} at={session.at} frame={frame} config={config} onSeek={seek} />
        <CostLine costs={frame.costs} />
      </aside>
    </footer>
  );
}

function TransportOfStore(): ReactNode {
  const at = useSelect((state) => state.session?.at ?? 0);
  const length = useSelect((state) => state.outline.length);
  const atStart = useSelect(isAtStart);
  const atEnd = useSelect(isAtEnd);
  const playing = useSelect((state) => state.playing);
  const speed = useSelect((state) => state.speed);
  const zoom = useSelect((state) => state.zoom);
  const previous = useSelect(hasPreviousOfKind);
  const next = useSelect(hasNextOfKind);
  const commands = useCommands();
  return (
    <Transport
      at={at}
      length={length}
      atStart={atStart}
      atEnd={atEnd}
      playing={playing}
      speed={speed}
      zoom={zoom}
      canKind={[previous, next]}
      on={{
        first: () => void commands.first(),
        back: () => void commands.back(),
        togglePlay: () => void commands.togglePlay(),
        step: () => void commands.step(),
        last: () => void commands.last(),
        previousOfKind: () => void commands.previousOfKind(),
        nextOfKind: () => void commands.nextOfKind(),
        speed: commands.setSpeed,
        zoom: commands.setZoom,
        seek: (to) => void commands.seek(to),
      }}
    />
  );
}
