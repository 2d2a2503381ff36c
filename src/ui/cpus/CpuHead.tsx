import type { ReactNode } from 'react';
import type { CpuView } from '../../timeline/frame.ts';
import { stateWords } from './cpu-words.ts';

/** A CPU where there is little room: its number, its life by shape and a letter, its depth. Choosing it shows it in detail. */
export function CpuHead({
  cpu,
  chosen,
  onChoose,
}: {
  readonly cpu: CpuView;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}): ReactNode {
  const name = `CPU${String(cpu.cpu)}: ${stateWords(cpu)}, depth ${String(cpu.depth)}`;
  return (
    <button
      type="button"
      className={`cpu-head ${cpu.state}${chosen ? ' chosen' : ''}`}
      aria-pressed={chosen}
      aria-label={name}
      data-tip={name}
      data-object={`cpu${String(cpu.cpu)}`}
      onClick={onChoose}
    >
      <span className="cpu-number">{cpu.cpu}</span>
      <span className="cpu-life" aria-hidden="true">
        {cpu.irqDepth > 0
          ? 'irq'
          : cpu.calls.length > 0
            ? 'busy'
            : cpu.state === 'online'
              ? `d${String(cpu.depth)}`
              : 'off'}
      </span>
    </button>
  );
}
