import { memo, type ReactNode } from 'react';
import type { CpuView, Frame } from '../../timeline/frame.ts';
import { shortPage } from '../../viz/stage-data.ts';
import { stateWords } from './cpu-words.ts';

type CpuHeadProps = {
  readonly frame: Frame;
  readonly cpu: CpuView;
  readonly chosen: boolean;
  readonly onChoose: () => void;
};

/** A CPU where there is little room: its number, its life by shape and a letter, its depth. Choosing it shows it in detail. */
function Head({ frame, cpu, chosen, onChoose }: CpuHeadProps): ReactNode {
  const cached = [...new Set(cpu.tlb.map(({ page }) => shortPage(frame, page)))].join(' ');
  const acting = isActing({ frame, cpu });
  const spoken = `CPU${String(cpu.cpu)}: ${stateWords(cpu)}, depth ${String(cpu.depth)}`;
  return (
    <button
      type="button"
      className={`cpu-head ${cpu.state}${chosen ? ' chosen' : ''}${acting ? ' acting' : ''}`}
      aria-pressed={chosen}
      aria-label={`${spoken}${cached === '' ? '' : `, TLB ${cached}`}${cpu.abortPending ? ', abort pending' : ''}`}
      data-tip={spoken}
      data-object={`cpu${String(cpu.cpu)}`}
      onClick={onChoose}
    >
      <span className="cpu-number">
        <b>{cpu.cpu}</b> <span className="roomy cpu-state">{stateWords(cpu)}</span>
      </span>
      <span className="cpu-life" aria-hidden="true">
        <span className="narrow">{lifeOf(cpu)}</span>
        <span className="roomy">
          depth {cpu.depth}
          {cpu.abortPending ? (
            <em className="alarmed"> abort</em>
          ) : cpu.irqDepth > 0 ? (
            ' irq'
          ) : cpu.calls.length > 0 ? (
            ' busy'
          ) : cached === '' ? (
            ''
          ) : (
            <em> TLB {cached}</em>
          )}
        </span>
      </span>
    </button>
  );
}

/** Most steps leave most CPUs as they are. */
export const CpuHead = memo(Head, (a, b) => a.cpu === b.cpu && a.chosen === b.chosen && isActing(a) === isActing(b));

const isActing = ({ frame, cpu }: Pick<CpuHeadProps, 'frame' | 'cpu'>): boolean => frame.step?.cpu === cpu.cpu;

/** In three letters at most: a head may be 24 pixels wide. */
function lifeOf({ irqDepth, calls, state, depth }: CpuView): string {
  if (irqDepth > 0) return 'irq';
  if (calls.length > 0) return 'run';
  return state === 'online' ? `d${String(depth)}` : 'off';
}
