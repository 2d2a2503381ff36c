import { useMemo, type ReactNode } from 'react';
import type { Answered, Chosen } from '../../state/explore-state.ts';
import { offMap } from '../../state/explore-place.ts';
import { trails, type Trails } from '../../state/explore-trail.ts';
import { untriedAt, type Untried } from '../../state/explore-untried.ts';
import { chosenPage } from '../../state/selectors.ts';
import { COLUMN_NAMES, regionWords, ROW_NAMES, stateGraph, type StateGraphData } from '../../viz/state-graph.ts';
import { stateGraphLayout } from '../../viz/state-graph-layout.ts';
import { useExplored } from './explore-context.ts';
import { useCommands, useGetState, useSelect } from '../shared/app.ts';
import { Mark } from '../shared/Mark.tsx';
import { Picture } from '../shared/Picture.tsx';
import { useRoom } from '../shared/use-room.ts';
import { counted } from '../../state/explore-said.ts';

const NOTHING: readonly never[] = [];
const NOWHERE: Trails = { at: () => null, visited: [] };

/** Every behaviour at a glance: where the faults are, where the run on the stage is, and what has not been tried there. */
export function MapFigure({ answered }: { readonly answered: Answered }): ReactNode {
  const [ref, room] = useRoom();
  const saved = useSelect((state) => state.saved);
  const at = useSelect((state) => state.session?.at ?? 0);
  const micro = useSelect((state) => state.session?.micro ?? null);
  const text = useSelect((state) => state.session?.text ?? '');
  const opened = useExplored((state) => state.opened);
  const put = useExplored((state) => state.put);
  const others = useExplored((state) => state.others);
  const explored = useMemo(() => ({ answered, others, opened, put }), [answered, others, opened, put]);
  const off = useMemo(() => offMap(explored, text), [explored, text]);
  const isOn = off === null;
  const run = useMemo(() => {
    const here = (branch: { readonly text: string }): boolean => offMap(explored, branch.text) === null;
    return isOn ? trails(text, saved.filter(here)) : NOWHERE;
  }, [isOn, text, saved, explored]);
  const { map, status } = answered.answer;
  const data = useMemo(
    (): StateGraphData | null =>
      map === null ? null : { ...map, complete: status === 'complete', here: run.at(at, micro), visited: run.visited },
    [map, status, run, at, micro],
  );
  if (data === null) return null;
  const faulting = data.regions.reduce((sum, { states }, i) => (i > 8 ? sum + states : sum), 0);
  return (
    <section className="behaviours" aria-labelledby="map-title">
      <h2 id="map-title">The map of everything that can happen</h2>
      <p className="hint">
        All states that were visited, by where {pageWords(answered.chosen)} and what leads there; in each tile, how many
        they are from the first step to the last. {faultWords(faulting, data.complete)}
      </p>
      {off !== null && <p className="hint">{off}</p>}
      <div className="map-room" ref={ref}>
        {room !== null && room.size.width > 0 && (
          <Picture
            size={{ width: stateGraphLayout(room.size.width).width, height: stateGraphLayout(room.size.width).height }}
            scale={room.scale}
            role="img"
            aria-label="The map of everything that can happen; the table below says the same"
          >
            <Mark mark={stateGraph} size={room.size} data={data} since={NOTHING} />
          </Picture>
        )}
      </div>
      <details className="map-words">
        <summary>The map in words</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">the page</th>
              {COLUMN_NAMES.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ROW_NAMES.map((name, row) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {COLUMN_NAMES.map((column, i) => (
                  <td key={column}>{regionWords(data, 4 * row + i).replace(/^[^:]*: /, '')}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      {isOn && <NotTried />}
    </section>
  );
}

/** Which pages the map is about: those that are handed over, all where none is (engine/explore/behaviour-map.ts). */
const pageWords = ({ scope, driver }: Chosen): string =>
  scope === 'free' && driver ? 'page 0 is' : 'the pages are that are handed over (all, if none is)';

function faultWords(faulting: number, complete: boolean): string {
  if (faulting > 0) return `In the red region, ${counted(faulting, 'state')}, one access is enough for a fault.`;
  return complete ? 'The red region, where one access is enough for a fault, is never reached.' : '';
}

/** What could be done at the cursor and no branch of the run has done. */
function NotTried(): ReactNode {
  const session = useSelect((state) => state.session);
  const saved = useSelect((state) => state.saved);
  const page = useSelect(chosenPage);
  const getState = useGetState();
  const commands = useCommands();
  const { untried, tried } = useMemo(() => {
    const state = getState();
    return untriedAt({ ...state, session, saved, page });
  }, [getState, session, saved, page]);
  if (session === null) return null;
  const cpus = [...new Set(untried.map(({ cpu }) => cpu))];
  const where = session.at === 0 ? 'at the start' : `after step ${String(session.at)}`;
  return (
    <details className="untried">
      <summary>
        {untried.length === 0
          ? `Nothing is left to try ${where}`
          : `What you have not tried ${where}: ${String(untried.length)} of ${String(untried.length + tried)}`}
      </summary>
      <dl>
        {cpus.map((cpu) => (
          <div key={cpu}>
            <dt>cpu{cpu}</dt>
            <dd>
              {untried
                .filter((one) => one.cpu === cpu)
                .map((one) => (
                  <Try key={one.operation} one={one} onTry={() => void commands.append(one.line)} />
                ))}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Try({ one, onTry }: { readonly one: Untried; readonly onTry: () => void }): ReactNode {
  return (
    <button type="button" className="try mono" data-tip={one.line} onClick={onTry} aria-label={`Try ${one.line}`}>
      {one.operation}
    </button>
  );
}
