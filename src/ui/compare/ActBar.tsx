import type { ReactNode } from 'react';
import type { CpuView, Frame } from '../../timeline/frame.ts';
import { Hotplug, Keypad } from '../cpus/CpuPanel.tsx';
import type { Operate } from '../cpus/operate.ts';

/** What the chosen CPU can be told to do, once for all lanes: a step is one line of the one scenario, and every lane runs it. */
export function ActBar({
  cpu,
  frameNow,
  operate,
}: {
  /** As the scenario's own kernel has it: that one says what can be done. */
  readonly cpu: CpuView;
  readonly frameNow: () => Frame;
  readonly operate: Operate;
}): ReactNode {
  return (
    <section className={`act-bar ${cpu.state}`} aria-label={`CPU ${String(cpu.cpu)}`}>
      <strong className="cpu-name" data-tip="What is done here is done in every lane; lane 1 says what is possible.">
        CPU{cpu.cpu} <span className="quiet">in every lane</span>
      </strong>
      <Hotplug cpu={cpu} operate={operate} />
      <Keypad frameNow={frameNow} cpu={cpu} density="compact" operate={operate} />
    </section>
  );
}
