import { memo, type ReactNode } from 'react';
import type { CpuView, Frame } from '../../timeline/frame.ts';
import type { Operation } from '../../timeline/operations.ts';
import type { Density } from '../../viz/stage-layout.ts';
import { Icon } from '../shared/Icon.tsx';
import { InTurn, RANKS } from '../shared/Later.tsx';
import { Term, Terms } from '../shared/Terms.tsx';
import { MenuButton } from '../shared/MenuButton.tsx';
import { contextChips, heldElsewhere, stateWords } from './cpu-words.ts';
import { allSections, operationOf, pageSections, placeSections, type Operate } from './operate.ts';
import { OperationButton } from './OperationButton.tsx';
import { TlbPills } from './TlbPills.tsx';

export type CpuPanelProps = {
  readonly frame: Frame;
  readonly cpu: CpuView;
  /** The CPU that keys act on. */
  readonly chosen: boolean;
  readonly density: Exclude<Density, 'compact'>;
  readonly operate: Operate;
  /** The frame at the moment a menu opens. */
  readonly frameNow: () => Frame;
  readonly onChoose: () => void;
};

function Panel({ frame, cpu, chosen, density, operate, frameNow, onChoose }: CpuPanelProps): ReactNode {
  const name = `cpu${String(cpu.cpu)}`;
  const changed = changedParts(frame, name);
  return (
    <section className={panelClass(frame, cpu, chosen)} aria-label={`CPU ${String(cpu.cpu)}`} data-object={name}>
      <div className="cpu-ground">
        <header>
          <button
            type="button"
            className="cpu-name"
            aria-pressed={chosen}
            onClick={onChoose}
            data-tip="Keys act on the CPU that is chosen."
          >
            CPU{cpu.cpu}
          </button>
          <span className={changed.includes('state') ? 'cpu-state changed' : 'cpu-state'}>
            <Terms text={stateWords(cpu)} />
          </span>
          {density === 'full' && <Hotplug cpu={cpu} operate={operate} />}
        </header>
        <div className="cpu-context">
          <span className={changed.includes('depth') ? 'depth changed' : 'depth'}>
            <Term>depth</Term> {cpu.depth}
          </span>
          <ContextChips cpu={cpu} narrow={density === 'medium'} />
        </div>
        <TlbPills frame={frame} cpu={cpu} shown={density === 'full' ? 2 : 1} />
      </div>
      <InTurn value={cpu} rank={RANKS.cpus} isNear={canDoTheSame}>
        {(shown) => <Keypad frameNow={frameNow} cpu={shown} density={density} operate={operate} />}
      </InTurn>
    </section>
  );
}

/** What has not changed is the very same list (engine/delta.ts): the keys have nothing to wait for. */
const canDoTheSame = (shown: CpuView, cpu: CpuView): boolean => shown.operations === cpu.operations;

type Shown = Pick<CpuPanelProps, 'frame' | 'cpu' | 'chosen' | 'density'>;

/** What the panel of a CPU shows beside the CPU itself. Names of pages are those of the machine, which are always the same. */
function shownOf({ frame, cpu, chosen, density }: Shown): string {
  return [panelClass(frame, cpu, chosen), ...changedParts(frame, `cpu${String(cpu.cpu)}`), density].join(' ');
}

/** Most steps leave most CPUs as they are. */
export const isSamePanel = (before: Shown, after: Shown): boolean =>
  before.cpu === after.cpu && shownOf(before) === shownOf(after);

/** One CPU: what it is, what it is doing, what it has cached, and what it can be told to do. */
export const CpuPanel = memo(Panel, isSamePanel);

/** Which parts of a CPU the step changed: `state`, `depth`, `tlb`. */
function changedParts({ step }: Frame, name: string): readonly string[] {
  return (step?.changes ?? []).flatMap(({ object }) => {
    if (object === name) return ['state'];
    return object.startsWith(`${name}.`) ? [object.slice(name.length + 1)] : [];
  });
}

/** The CPU that acts in this step carries the bar that everywhere means: now. */
function panelClass({ step, stopMachine }: Frame, { cpu, state }: CpuView, chosen: boolean): string {
  return `cpu ${state}${chosen ? ' chosen' : ''}${step?.cpu === cpu ? ' acting' : ''}${heldStill(step, stopMachine)}`;
}

/** stop_machine holds every CPU; between steps it is over, and the frame only flashes. */
function heldStill(step: Frame['step'], stopMachine: Frame['stopMachine']): string {
  if (stopMachine !== null) return ' held-still';
  return step?.events.some(({ type }) => type === 'stop_machine') === true ? ' was-held-still' : '';
}

/** Interrupts stand on top of what they interrupted. */
export function ContextChips({ cpu, narrow = false }: { readonly cpu: CpuView; readonly narrow?: boolean }): ReactNode {
  // That it is idle is the least of what there is to say, and goes without saying where there is no room.
  const chips = contextChips(cpu).filter((chip) => chip !== 'idle' || !narrow || !cpu.abortPending);
  const held = heldElsewhere(cpu);
  const title = cpu.waits === null ? chips.join(', in it ') : `${chips.join(', in it ')}; waits for ${cpu.waits}`;
  return (
    <ol
      className={cpu.abortPending ? 'chips alarmed' : 'chips'}
      data-tip={chips.length > 1 || cpu.waits !== null ? title : undefined}
      aria-label="in progress"
    >
      {chips.map((chip, i) => (
        <li key={`${String(i)}${chip}`} className={chipClass(chip)}>
          <Terms text={chip} />
        </li>
      ))}
      {cpu.waits !== null && <li className="chip waits">waits</li>}
      {cpu.ipiFrom.length > 0 && (
        <li className="chip">IPI from {cpu.ipiFrom.map((from) => `cpu${String(from)}`).join(', ')}</li>
      )}
      {held > 0 && <li className="chip">holds {held} elsewhere</li>}
      {cpu.abortPending && (
        <li
          className="chip abort term"
          tabIndex={-1}
          data-tip="An asynchronous abort is pending here: it strikes whatever runs when aborts are unmasked."
        >
          {narrow ? 'abort' : 'abort pending'}
        </li>
      )}
    </ol>
  );
}

function chipClass(chip: string): string {
  if (chip === 'irq') return 'chip irq';
  return /^(idle|task\d*|stopper)$/.test(chip) ? 'chip ground' : 'chip';
}

/** Taking the CPU down stands beside the state that it changes; once it is down, bringing it up stands there. */
export function Hotplug({ cpu, operate }: { readonly cpu: CpuView; readonly operate: Operate }): ReactNode {
  const operation: Operation = cpu.state === 'dead' ? 'cpu_up' : 'cpu_down';
  return (
    <OperationButton
      label={operation}
      name={`${operation} cpu${String(cpu.cpu)}`}
      view={operationOf(cpu, operation)}
      onDo={() => operate(operation, { cpu: cpu.cpu })}
    />
  );
}

/** The operations one reaches for, always in the same place; everything else is behind the dots. */
export function Keypad({
  frameNow,
  cpu,
  density,
  operate,
}: Pick<CpuPanelProps, 'frameNow' | 'cpu' | 'operate'> & { readonly density: Density }): ReactNode {
  const where = `on cpu${String(cpu.cpu)}`;
  const inIrq = cpu.calls.at(-1)?.fn === 'irq';
  const irq: Operation = inIrq ? 'irq_return' : 'irq';
  const key = (operation: Operation, label: string = operation) => ({
    label,
    name: `${operation} ${where}`,
    view: operationOf(cpu, operation),
  });
  const withPage = (operation: Operation) => () =>
    pageSections(frameNow(), (page) => operate(operation, { cpu: cpu.cpu, page }));
  const local = operationOf(cpu, 'kmap_atomic') === undefined;
  const map: Operation = local ? 'kmap_local_page' : 'kmap_atomic';
  const unmap: Operation = local ? 'kunmap_local' : 'kunmap_atomic';
  const does = (operation: Operation) => ({ ...key(operation), onDo: () => operate(operation, { cpu: cpu.cpu }) });
  const more = <More frameNow={frameNow} cpu={cpu} operate={operate} />;
  return (
    <div className="keypad" role="group" aria-label={`What cpu${String(cpu.cpu)} can do`}>
      <div className="keys">
        <OperationButton {...key(map)} choices={withPage(map)} />
        {density === 'medium' ? null : <OperationButton {...does(unmap)} />}
        <OperationButton {...does(irq)} label={inIrq ? 'return' : irq} />
        {density === 'medium' && more}
      </div>
      {density === 'medium' ? (
        <div className="keys">
          <OperationButton {...does(unmap)} />
          <Hotplug cpu={cpu} operate={operate} />
        </div>
      ) : (
        <div className="keys">
          <OperationButton {...does('kmap_atomic_flush_unused')} label="flush" />
          <OperationButton {...key('secure_protect', 'protect')} choices={withPage('secure_protect')} />
          <OperationButton
            {...key('speculate')}
            choices={() => placeSections(frameNow(), (place) => operate('speculate', { cpu: cpu.cpu, place }))}
          />
          {more}
        </div>
      )}
    </div>
  );
}

function More({ frameNow, cpu, operate }: Pick<CpuPanelProps, 'frameNow' | 'cpu' | 'operate'>): ReactNode {
  return (
    <MenuButton
      className="operation more"
      label={`More on cpu${String(cpu.cpu)}`}
      align="end"
      wide
      sections={() => allSections(frameNow(), cpu, operate)}
    >
      <Icon name="more" />
    </MenuButton>
  );
}
