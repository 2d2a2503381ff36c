import {
  memo,
  useMemo,
  useRef,
  type ComponentType,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import type { Config } from '../../model/config.ts';
import type { Event } from '../../model/event.ts';
import type { CpuView, Frame } from '../../timeline/frame.ts';
import {
  leastColumn,
  shapeOf,
  stageColumns,
  stageLayout,
  type Columns,
  type StageShape,
} from '../../viz/stage-layout.ts';
import { CpuDetail } from '../cpus/CpuDetail.tsx';
import { CpuHead } from '../cpus/CpuHead.tsx';
import { CpuPanel, isSamePanel } from '../cpus/CpuPanel.tsx';
import type { Operate } from '../cpus/operate.ts';
import { InTurn, RANKS, useLater } from '../shared/Later.tsx';
import { useRoom } from '../shared/use-room.ts';
import { moveFocus } from './roving.ts';
import { stageDataOf } from './stage-data-of.ts';
import { StageMark } from './StageMark.tsx';

/** Objects that are not the same in every lane, and what they are in the others. */
type Differing = ReadonlyMap<string, string>;

/** A CPU of one lane of several, over its strip. */
export type LaneCpuProps = {
  readonly frame: Frame;
  readonly cpu: CpuView;
  readonly chosen: boolean;
  readonly differs: Differing;
  readonly onChoose: () => void;
};

/** A stage beside others: what is not the same there, and how its CPUs are drawn, which comes with the comparison. */
export type Compared = { readonly differs: Differing; readonly LaneCpu: ComponentType<LaneCpuProps> };

export type StagePanelProps = {
  /** What the region is called. */
  readonly label: string;
  /** Null in a plain view. */
  readonly compared: Compared | null;
  readonly frame: Frame;
  readonly config: Config;
  readonly chosenCpu: number;
  readonly selection: string | null;
  /** What happened since the picture that was shown before; empty: jump. */
  readonly since: readonly Event[];
  readonly operate: Operate;
  readonly frameNow: () => Frame;
  readonly onChooseCpu: (cpu: number) => void;
  readonly onSelect: (object: string) => void;
};

/** The hero: CPUs on top, the one page table they share, physical memory below. */
export function StagePanel(props: StagePanelProps): ReactNode {
  const { frame, config } = props;
  const [roomRef, room] = useRoom();
  const [pictureRef, picture] = useRoom();
  const cpus = frame.cpus.length;
  const least = leastColumn(room?.scale ?? 1);
  const columns = useMemo(
    () => (room === null ? null : stageColumns(room.size.width, cpus, least)),
    [room, cpus, least],
  );
  const shape = useShape(frame, config, least);
  const size = useMemo(
    () => (picture === null || room === null ? null : { width: room.size.width, height: picture.size.height }),
    [picture, room],
  );
  const layout = size === null ? null : stageLayout(size, shape);
  const { selection, compared } = props;
  const differs = compared?.differs ?? null;
  const data = useMemo(
    () => stageDataOf({ frame, config, selection, shape, ...(differs === null ? {} : { differs }) }),
    [frame, config, selection, shape, differs],
  );
  // A machine of another shape has other strips and frames: its marks are made anew.
  const machineShape = Object.values(shape).join(' ');
  return (
    <section className="stage" aria-label={props.label}>
      <div className="stage-room" ref={roomRef}>
        {columns !== null && (
          <Cpus
            key={`${String(shape.cpus)} ${columns.density === 'compact' ? 'heads' : 'panels'}`}
            {...props}
            columns={columns}
            scale={room?.scale ?? 1}
          />
        )}
        <div className="stage-picture" ref={pictureRef}>
          {size !== null && layout !== null && (
            <StagePicture onSelect={props.onSelect}>
              <StageMark
                key={machineShape}
                size={size}
                drawn={layout.size}
                scale={room?.scale ?? 1}
                data={data}
                since={props.since}
              />
            </StagePicture>
          )}
        </div>
      </div>
    </section>
  );
}

/** The shape of the machine: the same object for as long as it is the same. */
function useShape(frame: Frame, config: Config, least: number): StageShape {
  const { cpus, slots, pages, low } = shapeOf(frame, config.sizes.slots);
  return useMemo(() => ({ cpus, slots, pages, low, least }), [cpus, slots, pages, low, least]);
}

type CpusProps = Pick<StagePanelProps, 'operate' | 'frameNow' | 'onChooseCpu'> & {
  readonly columns: Columns;
  readonly scale: number;
};

/** The picture has the first frame for itself, and the CPUs those after it. */
function Cpus({
  frame,
  compared,
  chosenCpu,
  ...rest
}: CpusProps & Pick<StagePanelProps, 'frame' | 'compared' | 'chosenCpu'>): ReactNode {
  const newest = useMemo(() => ({ frame, compared, chosenCpu }), [frame, compared, chosenCpu]);
  return <CpuRow {...rest} shown={useLater(newest, RANKS.cpus)} />;
}

type CpuRowProps = CpusProps & { readonly shown: Pick<StagePanelProps, 'frame' | 'compared' | 'chosenCpu'> };

/** What is to be done is asked of the store when it is done: it makes no other picture. */
const CpuRow = memo(CpusShown, (a, b) => a.shown === b.shown && a.columns === b.columns && a.scale === b.scale);

/** The panels, each over its strip; or heads over the strips and the chosen CPU above them; in a lane of several, heads alone. */
function CpusShown({ shown, columns, operate, frameNow, onChooseCpu, scale }: CpuRowProps): ReactNode {
  const { frame, compared, chosenCpu } = shown;
  const { density, width, gap, x, total } = columns;
  const grid = {
    gridTemplateColumns: `repeat(${String(x.length)}, ${String(width * scale)}px)`,
    columnGap: gap * scale,
    marginLeft: (x[0] ?? 0) * scale,
    width: (total - 2 * (x[0] ?? 0)) * scale,
  };
  if (compared !== null) {
    const { LaneCpu, differs } = compared;
    return (
      <div className="cpus heads" style={grid} role="group" aria-label="CPUs">
        {frame.cpus.map((cpu) => (
          <LaneCpu
            key={cpu.cpu}
            frame={frame}
            cpu={cpu}
            chosen={cpu.cpu === chosenCpu}
            differs={differs}
            onChoose={() => onChooseCpu(cpu.cpu)}
          />
        ))}
      </div>
    );
  }
  if (density !== 'compact') {
    return (
      <div className="cpus" style={grid}>
        {frame.cpus.map((cpu) => (
          <InTurn
            key={cpu.cpu}
            value={{ frame, cpu, chosen: cpu.cpu === chosenCpu, density }}
            rank={RANKS.cpus}
            isNear={isSamePanel}
          >
            {(shown) => (
              <CpuPanel {...shown} operate={operate} frameNow={frameNow} onChoose={() => onChooseCpu(cpu.cpu)} />
            )}
          </InTurn>
        ))}
      </div>
    );
  }
  const chosen = frame.cpus[chosenCpu] ?? frame.cpus[0];
  return (
    <>
      {chosen !== undefined && <CpuDetail frame={frame} frameNow={frameNow} cpu={chosen} operate={operate} />}
      <div className="cpus heads" style={grid} role="group" aria-label="CPUs">
        {frame.cpus.map((cpu) => (
          <CpuHead
            key={cpu.cpu}
            frame={frame}
            cpu={cpu}
            chosen={cpu.cpu === chosenCpu}
            onChoose={() => onChooseCpu(cpu.cpu)}
          />
        ))}
      </div>
    </>
  );
}

/** The picture as one widget: what is clicked is selected, arrow keys move from slot to slot and from frame to frame. */
function StagePicture({
  onSelect,
  children,
}: {
  readonly onSelect: (object: string) => void;
  readonly children: ReactNode;
}): ReactNode {
  const pressed = useRef<EventTarget | null>(null);
  const objectOf = (target: EventTarget | null): string | undefined =>
    target instanceof Element
      ? (target.closest<SVGElement>('[data-object]')?.dataset['object'] ?? undefined)
      : undefined;
  const click = ({ target }: Pick<MouseEvent, 'target'>): void => {
    const object = objectOf(target);
    if (object !== undefined) onSelect(object);
  };
  /** Of a picture that was made anew between press and release (its room has changed) no click comes. */
  const released = ({ target }: PointerEvent): void => {
    const before = pressed.current;
    if (before instanceof Element && !before.isConnected && objectOf(before) === objectOf(target)) click({ target });
  };
  const keyDown = (event: KeyboardEvent): void => {
    const object = objectOf(event.target);
    if ((event.key === 'Enter' || event.key === ' ') && object !== undefined) {
      event.preventDefault();
      onSelect(object);
    } else if (event.target instanceof SVGElement && moveFocus(event.currentTarget, event.target, event.key)) {
      event.preventDefault();
    }
  };
  return (
    <div
      className="sheets"
      role="group"
      aria-label="Page table and memory"
      onPointerDown={({ target }) => {
        pressed.current = target;
      }}
      onPointerUp={released}
      // Who points at a slot looks at it, and goes on through time with the arrow keys: they lead from slot to slot for those who came with Tab.
      onMouseDown={(event) => event.preventDefault()}
      onClick={click}
      onKeyDown={keyDown}
    >
      {children}
    </div>
  );
}
