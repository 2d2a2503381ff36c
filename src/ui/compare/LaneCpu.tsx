import type { ReactNode } from 'react';
import { shortPage } from '../../viz/stage-data.ts';
import { contextChips, stateWords, tlbPlace } from '../cpus/cpu-words.ts';
import { Arrow } from '../shared/Icon.tsx';
import type { LaneCpuProps } from '../stage/StagePanel.tsx';
import { Differs } from './Differs.tsx';

/** A CPU of one lane, over its strip: whether it is there, how deep it is in, what its TLB still holds. Choosing it is choosing it in every lane. */
export function LaneCpu({ frame, cpu, chosen, differs, onChoose }: LaneCpuProps): ReactNode {
  const name = `cpu${String(cpu.cpu)}`;
  const { tlb, depth } = cpu;
  const [state, deep, cached] = [name, `${name}.depth`, `${name}.tlb`].map((object) => differs.get(object));
  const doing = cpu.calls.length > 0 ? contextChips(cpu).at(-1) : stateWords(cpu);
  const entries = tlb.map((entry) => `${tlbPlace(cpu.cpu, entry)} to ${shortPage(frame, entry.page)}`).join(', ');
  const spoken = [
    `${stateWords(cpu)}${saidDiffers(state)}`,
    `depth ${String(depth)}${saidDiffers(deep)}`,
    `TLB ${entries === '' ? 'empty' : entries}${saidDiffers(cached)}`,
  ].join(', ');
  const [first] = tlb;
  return (
    <button
      type="button"
      className={`cpu-head lane-cpu ${cpu.state}${chosen ? ' chosen' : ''}`}
      aria-pressed={chosen}
      aria-label={`CPU${String(cpu.cpu)}: ${spoken}`}
      data-tip={`CPU${String(cpu.cpu)}: ${spoken}`}
      data-object={name}
      onClick={onChoose}
    >
      <span className="lane-cpu-line">
        <Differs when={state !== undefined} />
        <span className="cpu-number">{cpu.cpu}</span>
        <span className="cpu-doing wide-word">{doing}</span>
        <span className="cpu-doing narrow-word">{cpu.state === 'online' ? '' : 'off'}</span>
      </span>
      <span className="lane-cpu-line">
        <Differs when={deep !== undefined} />
        <span className="wide-word">depth</span>
        <span className="narrow-word">d</span> {depth}
      </span>
      <span className={first?.secure === true ? 'lane-cpu-line tlb-line exposed' : 'lane-cpu-line tlb-line'}>
        <Differs when={cached !== undefined} />
        <span className="tlb-label">TLB</span>
        {first === undefined ? (
          <>
            <span className="wide-word">empty</span>
            <span className="narrow-word">–</span>
          </>
        ) : (
          <span className="tlb-entry">
            <span className="roomy-word">
              {tlbPlace(cpu.cpu, first)}
              <Arrow />
            </span>
            {shortPage(frame, first.page)}
            {tlb.length > 1 && ` +${String(tlb.length - 1)}`}
          </span>
        )}
      </span>
    </button>
  );
}

const saidDiffers = (words: string | undefined): string => (words === undefined ? '' : ` (differs: ${words})`);
