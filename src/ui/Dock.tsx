import { useCallback, useMemo, type ReactNode } from 'react';
import { newestFirst } from '../state/newest-first.ts';
import { hasNextOfKind, hasPreviousOfKind, isAtEnd, isAtStart, mainLane } from '../state/selectors.ts';
import type { Branch, Session } from '../state/state.ts';
import { useCommands, useGetState, useSelect } from './shared/app.ts';
import { Icon } from './shared/Icon.tsx';
import { Later, RANKS, useLater, useTurns } from './shared/Later.tsx';
import { LeftOut } from './shared/LeftOut.tsx';
import { CostLine } from './log/CostLine.tsx';
import { EventLog } from './log/EventLog.tsx';
import { part } from './shared/Part.tsx';
import { useSince } from './shared/use-since.ts';
import { forksOn } from '../viz/fork-signs.ts';
import { isFar } from './stage/is-far.ts';
import { Ribbon } from './timeline/Ribbon.tsx';
import { Transport, type TransportProps } from './timeline/Transport.tsx';

/** There is one future until the reader makes another. */
const Futures = part('The list of branches', async () => (await import('./timeline/Futures.tsx')).Futures);

const NO_BRANCHES: readonly Branch[] = [];

/** Time at the bottom: the transport, the lanes, the log and the costs. */
export function Dock(): ReactNode {
  const alone = useSelect((state) => state.folded.includes('log'));
  const low = useSelect((state) => state.folded.includes('lanes'));
  return (
    <footer className={`dock${alone ? ' alone' : ''}${low ? ' low' : ''}`} aria-label="Time">
      <Timeline />
      {!alone && (
        <aside className="side" aria-label="Log and costs">
          <Later rank={RANKS.log}>
            <LogOfStore />
          </Later>
          <Later rank={RANKS.log}>
            <CostsOfStore />
          </Later>
        </aside>
      )}
    </footer>
  );
}

/** The run as a list. */
function LogOfStore(): ReactNode {
  const session = useSelect((state) => state.session);
  const outline = useSelect((state) => state.outline);
  const commands = useCommands();
  const text = session?.text ?? '';
  const lines = useMemo(() => text.split('\n'), [text]);
  const lane = useSelect(mainLane);
  if (session === null || lane === null) return null;
  const { frame, config } = lane;
  return (
    <EventLog
      outline={outline}
      lines={lines}
      at={session.micro === null ? session.at : session.at + 1}
      frame={frame}
      config={config}
      onSeek={(at) => void commands.seek(at)}
    />
  );
}

/** What it has cost. */
function CostsOfStore(): ReactNode {
  const costs = useSelect((state) => mainLane(state)?.frame.costs ?? null);
  return costs === null ? null : <CostLine costs={costs} />;
}

/** The transport, the futures, and the lanes of time. Only the lanes are drawn anew with every step. */
export function Timeline(): ReactNode {
  const isOpen = useSelect((state) => mainLane(state) !== null);
  const folded = useSelect((state) => state.folded.includes('lanes'));
  if (!isOpen) return null;
  return (
    <section className="timeline" aria-label="Timeline">
      <div className="transport-row">
        <Later rank={RANKS.transport}>
          <TransportOfStore />
        </Later>
        <FuturesOfStore />
        {!folded && <LeftOut beside="time" />}
        <Folds />
      </div>
      {!folded && <RibbonOfStore />}
    </section>
  );
}

function FuturesOfStore(): ReactNode {
  const branches = useSelect((state) => state.session?.branches ?? NO_BRANCHES);
  const shown = useSelect((state) => state.session?.branch ?? 0);
  if (branches.length < 2) return null;
  // Where it could not be fetched, the next branch asks for it again.
  return <Futures key={branches.length} branches={branches} shown={shown} onLost={() => undefined} />;
}

function RibbonOfStore(): ReactNode {
  const getState = useGetState();
  // With the half of the picture that makes it whole; nobody waits for a step of a run that plays by itself.
  const session = useLater(
    useSelect((state) => state.session),
    RANKS.memory,
    useCallback((shown, next) => !getState().playing && isNear(shown, next), [getState]),
  );
  const outline = useSelect((state) => state.outline);
  const cpus = useSelect((state) => mainLane(state)?.frame.cpus.length ?? 0);
  const commands = useCommands();
  const since = useSince(session, 0);
  const branches = session?.branches ?? NO_BRANCHES;
  const branch = session?.branch ?? 0;
  const forks = useMemo(() => forksOn(branches, branch), [branches, branch]);
  const turns = useTurns();
  const seek = useMemo(
    () =>
      newestFirst(async (at: number) => {
        await commands.seek(at);
        await turns.whole();
      }),
    [commands, turns],
  );
  const switchTo = useCallback((id: number) => void commands.switchBranch(id), [commands]);
  if (session === null) return null;
  return (
    <Ribbon
      outline={outline}
      cpus={cpus}
      at={session.at}
      micro={session.micro}
      since={since}
      forks={forks}
      parted={session.divergences}
      onSeek={seek}
      onSwitch={switchTo}
    />
  );
}

/** Little has changed from the one to the other, or it is another run. */
function isNear(shown: Session | null, next: Session | null): boolean {
  const [from, to] = [shown?.lanes[0]?.frame, next?.lanes[0]?.frame];
  return shown?.text !== next?.text || from === undefined || to === undefined || !isFar(from, to);
}

const FOLDS = [
  ['lanes', 'Lanes'],
  ['log', 'Log'],
] as const;

/** What of time is shown: its lanes, and the log with the costs. */
function Folds(): ReactNode {
  const folded = useSelect((state) => state.folded);
  const commands = useCommands();
  return (
    <div className="folds" role="group" aria-label="What is shown of time">
      {FOLDS.map(([name, label]) => (
        <button
          key={name}
          type="button"
          className="fold"
          aria-expanded={!folded.includes(name)}
          onClick={() => commands.toggleFold(name)}
        >
          <Icon name={folded.includes(name) ? 'right' : 'down'} size={12} /> {label}
        </button>
      ))}
    </div>
  );
}

function TransportOfStore(): ReactNode {
  const at = useSelect((state) => state.session?.at ?? 0);
  const length = useSelect((state) => state.outline.length);
  const playing = useSelect((state) => state.playing);
  const speed = useSelect((state) => state.speed);
  const zoom = useSelect((state) => state.zoom);
  const commands = useCommands();
  const ways = useWays();
  const on = useMemo<TransportProps['on']>(
    () => ({
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
    }),
    [commands],
  );
  return (
    <Transport
      at={at}
      length={length}
      atStart={ways.atStart}
      atEnd={ways.atEnd}
      playing={playing}
      speed={speed}
      zoom={zoom}
      canKind={[ways.previous, ways.next]}
      on={on}
    />
  );
}

/** Where one can go from here. Looked for once for each place: a step of the same kind may be thousands of steps away. */
function useWays(): Readonly<Record<'atStart' | 'atEnd' | 'previous' | 'next', boolean>> {
  const getState = useGetState();
  const session = useSelect((state) => state.session);
  const outline = useSelect((state) => state.outline);
  const zoom = useSelect((state) => state.zoom);
  return useMemo(() => {
    const state = { ...getState(), session, outline, zoom };
    return {
      atStart: isAtStart(state),
      atEnd: isAtEnd(state),
      previous: hasPreviousOfKind(state),
      next: hasNextOfKind(state),
    };
  }, [getState, session, outline, zoom]);
}
