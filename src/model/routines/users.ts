import { access } from '../access.ts';
import { enter, leave, unmapTop } from '../call.ts';
import { argA, argB, heldAt, heldCount, setArgA, type Machine } from '../machine.ts';
import { NEXT, type LineDef, type RoutineDef } from '../routine.ts';

/** The address this CPU was given last, or the one before it. */
const heldFromTop = (m: Machine, cpu: number, back: number): number => heldAt(m, cpu, heldCount(m, cpu) - 1 - back);

const UNMAP: LineDef = {
  text: 'kunmap_atomic()',
  run: (_kernel, m, cpu, emit) => unmapTop(m, cpu, 'kunmap_atomic', emit),
};

/** enum km_type, arch/arm/include/asm/kmap_types.h, v2.6.32: the slots that helpers ask for, where the caller chooses. */
const KM_USER0 = 3;
const KM_USER1 = 4;

/** arch/arm/mm/copypage-v6.c, v6_copy_user_highpage_nonaliasing(), v3.9: two nested positions, and both stay behind. `a` to, `b` from. */
export const copyHighpage: RoutineDef = {
  fn: 'copy_highpage',
  cite: 'arch/arm/mm/copypage-v6.c, v6_copy_user_highpage_nonaliasing(); include/linux/highmem.h, copy_highpage(), v3.9',
  lines: [
    {
      text: 'kfrom = kmap_atomic(from)',
      run: (_kernel, m, cpu, emit) => enter(m, cpu, 'kmap_atomic', argB(m, cpu), KM_USER0, emit),
    },
    {
      text: 'kto = kmap_atomic(to)',
      run: (_kernel, m, cpu, emit) => enter(m, cpu, 'kmap_atomic', argA(m, cpu), KM_USER1, emit),
    },
    {
      text: 'copy_page(kto, kfrom)',
      run: (kernel, m, cpu, emit) => {
        access(kernel, m, cpu, heldFromTop(m, cpu, 1), false, emit);
        access(kernel, m, cpu, heldFromTop(m, cpu, 0), false, emit);
        return NEXT;
      },
    },
    { ...UNMAP, text: 'kunmap_atomic(kto)' },
    { ...UNMAP, text: 'kunmap_atomic(kfrom)' },
    { text: 'return', run: (_kernel, m, cpu, emit) => leave(m, cpu, emit) },
  ],
};

const LOOP = 0;

/**
 * arch/arm/mm/dma-mapping.c, dma_cache_maint_page(), v3.9: a buffer of pages `a` … `b`, one at a time, always at the same position; only
 * the last one stays behind. This is the mail's "mapped with kmap_atomic (to flush caches for example)".
 */
export const dmaClean: RoutineDef = {
  fn: 'dma_clean',
  cite: 'arch/arm/mm/dma-mapping.c, dma_cache_maint_page(), v3.9',
  lines: [
    {
      text: 'the next page of the buffer: vaddr = kmap_atomic(page)',
      label: LOOP,
      run: (_kernel, m, cpu, emit) => {
        if (argA(m, cpu) > argB(m, cpu)) return leave(m, cpu, emit);
        return enter(m, cpu, 'kmap_atomic', argA(m, cpu), KM_USER0, emit);
      },
    },
    {
      text: 'op(vaddr, len): clean its cache lines',
      run: (kernel, m, cpu, emit) => {
        access(kernel, m, cpu, heldFromTop(m, cpu, 0), false, emit);
        emit?.({ type: 'cache_clean', cpu, page: argA(m, cpu) });
        return NEXT;
      },
    },
    UNMAP,
    {
      text: 'until the buffer is done',
      run: (_kernel, m, cpu) => {
        setArgA(m, cpu, argA(m, cpu) + 1);
        return LOOP;
      },
    },
  ],
};

/** A load that is really executed, through any address: whose slot it is makes no difference to the hardware. `a` is the address. */
export const read: RoutineDef = {
  fn: 'read',
  cite: 'ARM DDI 0487, G5.8: one page table, global entries',
  lines: [
    {
      text: 'load a word through the address',
      run: (kernel, m, cpu, emit) => {
        access(kernel, m, cpu, argA(m, cpu), false, emit);
        return leave(m, cpu, emit);
      },
    },
  ],
};
