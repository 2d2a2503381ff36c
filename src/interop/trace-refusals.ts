import {
  isLowmem,
  isOnline,
  ownerHeldCount,
  pkmapCount,
  pkmapEntryOf,
  preemptCount,
  type Machine,
} from '../model/machine.ts';
import type { TraceStep } from './trace-format.ts';
import type { Recorder } from './trace-recorder.ts';

/**
 * What the recorder answers, without a kernel call, when an operation makes no sense or would hang or crash the kernel (truth/README.md).
 * Where that leaves the choice, all answers it may give; empty when it makes the call. A CPU that is offline has no recorder.
 */
export function recorderRefusals(recorder: Recorder, step: TraceStep): readonly string[] {
  const { machine: m } = recorder;
  const { op, cpu, a = [] } = step;
  const [first = 0, second = 0] = a;
  if (!isOnline(m, cpu)) return ['ENOCPU'];
  switch (op) {
    case 'map':
    case 'mappfn':
      return noSuchPage(recorder, a, 0);
    case 'lmap':
      return m.layout.taskOwned ? noSuchPage(recorder, a, 0) : ['ENOSYS', 'EINVAL'];
    case 'unmap':
      return ownerHeldCount(m, cpu) === 0 ? ['ENONE'] : [];
    case 'unmapx':
      return first < 0 || first >= ownerHeldCount(m, cpu) ? ['ENONE', 'EINVAL'] : [];
    case 'kmap':
      return [...atomic(m, cpu), ...noSuchPage(recorder, a, 0)];
    case 'kunmap':
      return notKmapped(recorder, a);
    case 'sched':
      return m.layout.taskOwned ? atomic(m, cpu) : ['ENOSYS', 'EINVAL'];
    case 'aflush':
      return recorder.kernel.config.switches.flush === 'none' ? ['ENOSYS'] : [];
    case 'down':
    case 'up':
      return [...heldBySomebody(m), ...wrongCpu(m, step, first)];
    case 'downa':
      return wrongCpu(m, step, first);
    case 'join':
      return recorder.spawned === null ? ['ENONE', 'EINVAL'] : [];
    case 'irqmap':
    case 'irqmap2':
      if (!hasCpu(m, first)) return ['EINVAL'];
      if (!isOnline(m, first)) return ['EOFFLINE', 'ENOCPU', 'EINVAL'];
      return [...noSuchPage(recorder, a, 1), ...(op === 'irqmap2' ? noSuchPage(recorder, a, 2) : [])];
    case 'peek':
      return hasCpu(m, first) && second >= 0 && second < m.layout.slotsPerCpu ? [] : ['EINVAL'];
    case 'setpk':
      return first >= 0 && first < m.layout.pkmapEntries ? [] : ['EINVAL'];
    case 'kflush':
    case 'spin':
    case 'nop':
    case 'pginfo':
      return [];
  }
}

const hasCpu = (m: Machine, cpu: number): boolean => cpu >= 0 && cpu < m.layout.cpus;

const noSuchPage = ({ names }: Recorder, a: readonly number[], n: number): readonly string[] =>
  names.page(a[n] ?? -1) === 0 ? ['EINVAL'] : [];

const atomic = (m: Machine, cpu: number): readonly string[] => (preemptCount(m, cpu) > 0 ? ['EATOMIC'] : []);

/** kunmap of a highmem page that nobody kmapped is a BUG: the recorder keeps count. */
function notKmapped(recorder: Recorder, a: readonly number[]): readonly string[] {
  const { machine: m, names } = recorder;
  const page = names.page(a[0] ?? -1);
  if (page === 0) return ['EINVAL'];
  if (isLowmem(m, page)) return [];
  const entry = pkmapEntryOf(m, page);
  return entry >= 0 && pkmapCount(m, entry) > 1 ? [] : ['ENONE', 'EINVAL'];
}

/** Hotplug that is waited for would never return: stop_machine waits for whoever holds an atomic mapping. */
const heldBySomebody = (m: Machine): readonly string[] =>
  Array.from({ length: m.layout.cpus }, (_, cpu) => ownerHeldCount(m, cpu)).some((held) => held > 0) ? ['EHELD'] : [];

function wrongCpu(m: Machine, { op, cpu }: TraceStep, target: number): readonly string[] {
  if (!hasCpu(m, target)) return ['EINVAL'];
  if (op === 'up') return isOnline(m, target) ? ['EONLINE'] : [];
  if (target === cpu) return ['EINVAL'];
  return isOnline(m, target) ? [] : ['EOFFLINE'];
}
