import { memo, type ReactNode } from 'react';
import type { CpuView, Frame } from '../../timeline/frame.ts';
import { ContextChips, Hotplug, Keypad } from './CpuPanel.tsx';
import { stateWords } from './cpu-words.ts';
import type { Operate } from './operate.ts';
import { Term, Terms } from '../shared/Terms.tsx';
import { TlbPills } from './TlbPills.tsx';

type CpuDetailProps = {
  readonly frame: Frame;
  /** The frame at the moment a menu opens. */
  readonly frameNow: () => Frame;
  readonly cpu: CpuView;
  readonly operate: Operate;
};

/** The chosen CPU, where there is no room for a panel over each strip. */
export const CpuDetail = memo(function CpuDetail({ frame, frameNow, cpu, operate }: CpuDetailProps): ReactNode {
  return (
    <section className={`cpu detail ${cpu.state}`} aria-label={`CPU ${String(cpu.cpu)}`}>
      <div className="cpu-ground">
        <header>
          <strong className="cpu-name">CPU{cpu.cpu}</strong>
          <span className="cpu-state">
            <Terms text={stateWords(cpu)} />
          </span>
          <Hotplug cpu={cpu} operate={operate} />
        </header>
        <div className="cpu-context">
          <span className="depth">
            <Term>depth</Term> {cpu.depth}
          </span>
          <ContextChips cpu={cpu} />
        </div>
        <TlbPills frame={frame} cpu={cpu} shown={6} />
      </div>
      <Keypad frameNow={frameNow} cpu={cpu} density="compact" operate={operate} />
    </section>
  );
}, isSame);

function isSame(a: CpuDetailProps, b: CpuDetailProps): boolean {
  return a.cpu === b.cpu;
}
