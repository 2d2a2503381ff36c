import { enter, leave, leaveInt } from '../call.ts';
import type { Config } from '../config.ts';
import type { Emit } from '../event.ts';
import { argA, isSecure, setSecure, type Machine } from '../machine.ts';
import type { RoutineDef } from '../routine.ts';
import { EINVAL } from './cpu-down.ts';

/** The request reaches the secure world: from here on (or until here) the firewall refuses the page to non-secure accesses. */
function scmCall(m: Machine, cpu: number, secure: boolean, emit: Emit): number {
  const page = argA(m, cpu);
  if (isSecure(m, page) === secure) return leaveInt(m, cpu, EINVAL, emit);
  setSecure(m, page, secure);
  emit?.({ type: 'secure', cpu, page, secure });
  return leaveInt(m, cpu, 0, emit);
}

/** The bare request; a driver that flushes first does so before it. */
export const secureProtect: RoutineDef = {
  fn: 'secure_protect',
  cite: 'drivers/soc/qcom/secure_buffer.c, scm_call(MEM_PROTECT_LOCK_ID2), vendor 3.18',
  lines: [{ text: 'scm_call: lock the page', run: (_kernel, m, cpu, emit) => scmCall(m, cpu, true, emit) }],
};

export const secureUnprotect: RoutineDef = {
  fn: 'secure_unprotect',
  cite: 'drivers/soc/qcom/secure_buffer.c, scm_call(MEM_PROTECT_LOCK_ID2), vendor 3.18',
  lines: [{ text: 'scm_call: unlock the page', run: (_kernel, m, cpu, emit) => scmCall(m, cpu, false, emit) }],
};

const flushes =
  (what: 'pkmap' | 'atomic') =>
  (config: Config): boolean =>
    config.switches.driver_flushes === what || config.switches.driver_flushes === 'both';

/** drivers/soc/qcom/secure_buffer.c, secure_buffer_change_chunk(): pkmap first, atomic second, then the request (machine.md 3.5). */
export const secureBufferChangeChunk: RoutineDef = {
  fn: 'secure_buffer_change_chunk',
  cite: 'drivers/soc/qcom/secure_buffer.c, secure_buffer_change_chunk(), vendor 3.18',
  lines: [
    {
      text: 'kmap_flush_unused()',
      mover: 'both',
      when: flushes('pkmap'),
      run: (_kernel, m, cpu, emit) => enter(m, cpu, 'kmap_flush_unused', 0, 0, emit),
    },
    {
      text: 'kmap_atomic_flush_unused()',
      mover: 'both',
      when: flushes('atomic'),
      run: (_kernel, m, cpu, emit) => enter(m, cpu, 'kmap_atomic_flush_unused', 0, 0, emit),
    },
    {
      text: 'scm_call(MEM_PROTECT_LOCK_ID2): lock the page',
      mover: 'both',
      run: (_kernel, m, cpu, emit) => enter(m, cpu, 'secure_protect', argA(m, cpu), 0, emit),
    },
    { text: 'return', mover: 'left', run: (_kernel, m, cpu, emit) => leave(m, cpu, emit) },
  ],
};
