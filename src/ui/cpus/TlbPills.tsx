import type { ReactNode } from 'react';
import type { CpuView, Frame } from '../../timeline/frame.ts';
import { shortPage } from '../../viz/stage-data.ts';
import { Arrow } from '../shared/Icon.tsx';
import { Term } from '../shared/Terms.tsx';
import { tlbPlace, tlbSpoken } from './cpu-words.ts';

/** What the CPU's TLB still holds, whatever the page table says by now. */
export function TlbPills({
  frame,
  cpu,
  shown,
}: {
  readonly frame: Frame;
  readonly cpu: CpuView;
  readonly shown: number;
}): ReactNode {
  const { tlb } = cpu;
  const fits = tlb.length <= shown ? tlb : tlb.slice(0, shown);
  const rest = tlb.slice(fits.length);
  return (
    <div className="tlb">
      <Term className="tlb-label" beside="tlb">
        TLB
      </Term>
      {tlb.length === 0 && <span className="quiet">empty</span>}
      <ul aria-label={`TLB of cpu${String(cpu.cpu)}`} className="pills" hidden={tlb.length === 0}>
        {fits.map((entry) => (
          <li key={entry.va} className={entry.secure ? 'pill exposed' : 'pill'} data-tip={tlbSpoken(frame, entry)}>
            {tlbPlace(cpu.cpu, entry)}
            <Arrow />
            {shortPage(frame, entry.page)}
          </li>
        ))}
      </ul>
      {rest.length > 0 && (
        <span className="quiet" data-tip={rest.map((entry) => tlbSpoken(frame, entry)).join('; ')} tabIndex={0}>
          +{rest.length}
        </span>
      )}
    </div>
  );
}
