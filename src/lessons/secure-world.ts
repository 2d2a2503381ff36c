import type { Chapter } from './shipped.ts';

/** When a page is handed to the secure world. */
export const SECURE_WORLD: Chapter = {
  title: 'The secure world takes a page',
  about:
    'A stray is harmless until its page is handed to TrustZone. From then on any CPU that speculates through it faults.',
  scenarios: [
    {
      id: 'the-bite',
      source: 'machine sheet 8.6; the mail of 8 Apr 2013; delivery after section 6.2',
      teaches: 'Nobody executes a bad instruction, and any CPU can be the one.',
      text: `kmapscope 1
title "The bite"
machine kernel=v3.9
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
expect stray(cpu1.slot0)
note "The secure world takes page 3. The kernel here has no flush: the stray is exposed."
cpu0: secure_protect(page3)
expect secure(page3)
expect exposed(page3)
note "CPU2 never mapped page 3. But the table is shared and the PTE is valid, so its hardware may walk it at any time: the architecture allows it, no recording shows it. The firewall refuses. What the non-secure side then sees depends on the platform; here an asynchronous abort."
cpu2: speculate(cpu1.slot0)
expect fault
note "The abort stays pending until something runs with aborts unmasked, and hits whoever that is. (Inferred from where the kernel unmasks them.)"
cpu2: take_abort
`,
    },
    {
      id: 'flush-then-protect',
      source: 'machine sheet 8.7; drivers/soc/qcom/secure_buffer.c; recorded: k310-A',
      teaches: 'Both flushes, pkmap first, then the request: no PTE for the page is left anywhere.',
      text: `kmapscope 1
title "Flush, then protect"
machine kernel=rfc-v2
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu2: kmap(page3)
cpu2: kunmap(page3)
expect stray(cpu1.slot0)
expect stray(pkmap1)
note "The driver's own order: kmap_flush_unused, kmap_atomic_flush_unused, then the call to the secure world."
cpu0: secure_buffer_change_chunk(page3)
expect none(pkmap1)
expect none(cpu1.slot0)
expect not exposed(page3)
note "There is nothing to speculate through any more."
cpu2: speculate(cpu1.slot0)
expect no_fault
`,
    },
    {
      id: 'in-use-at-flush-time',
      source: 'machine sheet 8.14, H4 (inference); positions kept: recorded k310-A',
      teaches:
        'The flush cannot take a mapping that is in use: the owner of the page must see to it that nobody uses it.',
      text: `kmapscope 1
title "In use at flush time"
machine kernel=rfc-v2
note "CPU2 is inside kmap_atomic(page3) when the driver flushes."
cpu2: kmap_atomic(page3)
cpu0: kmap_atomic_flush_unused()
note "The slot is below CPU2's depth: kept."
expect live(cpu2.slot0)
cpu2: kunmap_atomic()
note "Its unmap leaves it behind, after the flush. (That this can happen is inferred from the code.)"
expect stray(cpu2.slot0)
cpu0: secure_protect(page3)
expect exposed(page3)
`,
    },
    {
      id: 'missing-caller',
      source: 'machine sheet 8.22, H5; drivers/soc/qcom/secure_buffer.c, hyp_assign_table()',
      teaches: 'A correct flush does not help where nobody calls it.',
      text: `kmapscope 1
title "The caller that does not flush"
machine kernel=rfc-v2 driver_flushes=none
note "hyp_assign_table() hands pages over without either flush."
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu0: secure_buffer_change_chunk(page3)
expect exposed(page3)
cpu3: speculate(cpu1.slot0)
expect fault
`,
    },
    {
      id: 'flush-at-allocation',
      source: 'machine sheet 8.22, 3.5; arch/arm/mm/dma-mapping.c, __alloc_from_contiguous()',
      teaches: 'Flushing when the buffer is allocated is enough only if nobody maps it between then and the hand-over.',
      text: `kmapscope 1
title "Flushed at allocation time"
machine kernel=rfc-v2 driver_flushes=none
note "A buffer without kernel mapping: zeroed through kmap_atomic, then both flushes, all at allocation time."
cpu1: dma_clean(page3)
cpu1: kmap_flush_unused()
cpu1: kmap_atomic_flush_unused()
expect none(cpu1.slot0)
cpu0: secure_buffer_change_chunk(page3)
expect not exposed(page3)
cpu0: secure_unprotect(page3)
note "The other order: somebody cleans its cache between allocation and hand-over, and the protection is gone."
cpu2: dma_clean(page3)
cpu0: secure_buffer_change_chunk(page3)
expect exposed(page3)
`,
    },
    {
      id: 'not-only-highmem',
      source: 'machine sheet 8.23, H7; recorded: k310-A h08_lowmem',
      teaches: 'Lowmem has a permanent mapping that neither flush removes.',
      text: `kmapscope 1
title "Not only highmem"
machine kernel=rfc-v2
note "A lowmem page: kmap_atomic returns its linear address and takes no slot."
cpu0: kmap_atomic(low0)
expect depth(cpu0)=0
expect none(cpu0.slot0)
cpu0: kunmap_atomic()
cpu0: secure_buffer_change_chunk(low0)
note "Both flushes have run. The linear map still has the page: it always will. (Inferred: neither flush has a line for it.)"
expect exposed(low0)
cpu1: speculate(linear(low0))
expect fault
`,
    },
    {
      id: 'strongly-ordered',
      source:
        'machine sheet 8.24 (inference from the memory types); drivers/soc/qcom/pil-msa.c, pil_mss_reset_load_mba()',
      teaches: 'A mapping of a type that is never speculated is safe as long as nobody touches it.',
      text: `kmapscope 1
title "A mapping that nobody speculates through"
machine kernel=rfc-v2
note "A driver keeps its buffer mapped strongly ordered while another processor owns the page."
cpu0: dma_alloc_attrs(page3)
expect live(dma(page3))
cpu0: secure_buffer_change_chunk(page3)
note "The mapping is still there. But memory of this type is never accessed speculatively. (Inferred from what the architecture says of the type.)"
expect live(dma(page3))
cpu1: speculate(dma(page3))
expect no_fault
note "A load that is really executed is another matter: a synchronous abort, at the instruction that did it."
cpu1: read(dma(page3))
expect fault
`,
    },
    {
      id: 'slot-being-taken',
      source: 'found by exploring every interleaving; machine sheet 4, IPI against kmap_atomic (inference)',
      teaches:
        'Between taking a position and writing its PTE the old stray counts as in use: a flush in that moment keeps it.',
      text: `kmapscope 1
title "The slot that is just being taken"
machine kernel=rfc-v2
note "CPU1 leaves page 3 in its slot 0."
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
note "CPU1 maps another page. It has taken position 0 and not yet written the PTE."
cpu1: enter kmap_atomic(page5)
cpu1: tick
cpu1: tick
cpu1: tick
cpu1: tick
expect depth(cpu1)=1
expect maps(cpu1.slot0, page3)
note "Now the driver flushes. On CPU1 the flush runs on top of the half-done mapping: position 0 counts as in use and is kept, with the old page in it. (Inferred from the order of the lines.)"
cpu0: secure_buffer_change_chunk(page3)
note "Nobody uses page 3, its owner has flushed, and a valid PTE still maps it, until CPU1 comes to its next line."
expect exposed(page3)
cpu2: speculate(cpu1.slot0)
expect fault
cpu1: finish
expect maps(cpu1.slot0, page5)
`,
    },
    {
      id: 'firewall-silent-zero',
      source: 'machine sheet 6.2; TF-A include/drivers/arm/tzc_common.h, ACTION = NONE',
      teaches: 'Some firewalls answer with zeroes and say nothing: the violation happened all the same.',
      text: `kmapscope 1
title "A firewall that answers with zeroes"
machine kernel=v3.9 firewall=silent_zero
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu0: secure_protect(page3)
cpu2: speculate(cpu1.slot0)
expect fault
note "No abort is pending anywhere. Nobody will ever know."
cpu2: kmap_atomic(page4)
expect live(cpu2.slot0)
`,
    },
    {
      id: 'firewall-fatal',
      source: 'machine sheet 6.2; drivers/soc/qcom/scm-xpu.c, MSM_XPU_ERR_FATAL',
      teaches: 'Where the violation is fatal the whole system goes down, and no log says why.',
      text: `kmapscope 1
title "A firewall that is fatal"
machine kernel=v3.9 firewall=fatal
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu0: secure_protect(page3)
note "The default of the vendor trees. One speculative access, and the SoC is gone. (That no Linux log says so is inferred.)"
cpu2: speculate(cpu1.slot0)
expect fault
`,
    },
  ],
};
