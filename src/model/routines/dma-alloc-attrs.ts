import { leave, leaveWith } from '../call.ts';
import { argA, setDmaMapped } from '../machine.ts';
import type { RoutineDef } from '../routine.ts';
import { dmaVa } from '../va.ts';

/**
 * arch/arm/mm/dma-mapping.c, dma_alloc_attrs() with DMA_ATTR_STRONGLY_ORDERED, as pil_mss_reset_load_mba() keeps the buffer that it hands to
 * the modem (drivers/soc/qcom/pil-msa.c, vendor 3.18): a mapping of a memory type that is never accessed speculatively.
 */
export const dmaAllocAttrs: RoutineDef = {
  fn: 'dma_alloc_attrs',
  cite: 'arch/arm/mm/dma-mapping.c, dma_alloc_attrs(DMA_ATTR_STRONGLY_ORDERED), vendor 3.18',
  lines: [
    {
      text: 'map the page strongly ordered and execute never; return its address',
      run: (_kernel, m, cpu, emit) => {
        const page = argA(m, cpu);
        setDmaMapped(m, page, true);
        return leaveWith(m, cpu, { kind: 'va', va: dmaVa(page) }, emit);
      },
    },
  ],
};

export const dmaFreeAttrs: RoutineDef = {
  fn: 'dma_free_attrs',
  cite: 'arch/arm/mm/dma-mapping.c, dma_free_attrs(), vendor 3.18',
  lines: [
    {
      text: 'take the mapping away, on every CPU',
      run: (_kernel, m, cpu, emit) => {
        setDmaMapped(m, argA(m, cpu), false);
        return leave(m, cpu, emit);
      },
    },
  ],
};
