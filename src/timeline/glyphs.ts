import type { KernelFunction } from '../model/action.ts';
import type { GlyphKind } from './frame.ts';

/** The glyph of each entry point of the kernel. Two that look alike from outside share one. */
export const KERNEL_GLYPHS: Readonly<Record<KernelFunction, GlyphKind>> = {
  kmap_atomic: 'map',
  kmap_atomic_pfn: 'map',
  kmap_local_page: 'map',
  kunmap_atomic: 'unmap',
  kunmap_local: 'unmap',
  kmap: 'kmap',
  kunmap: 'kunmap',
  kmap_flush_unused: 'flush',
  kmap_atomic_flush_unused: 'flush',
  copy_highpage: 'copy',
  dma_clean: 'copy',
  read: 'read',
  cpu_down: 'cpu_down',
  cpu_up: 'cpu_up',
  disable_nonboot_cpus: 'cpu_down',
  enable_nonboot_cpus: 'cpu_up',
  secure_protect: 'protect',
  secure_unprotect: 'unprotect',
  secure_buffer_change_chunk: 'protect',
  dma_alloc_attrs: 'kmap',
  dma_free_attrs: 'kunmap',
};
