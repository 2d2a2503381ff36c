import type { GlyphKind } from '../timeline/frame.ts';

/** A sign on the timeline: a path in a box of 10 by 10 around the origin, filled or only drawn, in the tone of what it is about. */
export type Glyph = { readonly d: string; readonly filled: boolean; readonly tone: Tone; readonly words: string };
export type Tone = 'live' | 'stray' | 'tlb' | 'secure' | 'exposed' | 'ink';

const SQUARE = 'M-4.5,-4.5h9v9h-9z';
const DIAMOND = 'M0,-6l6,6l-6,6l-6,-6z';
const CIRCLE = 'M-5,0a5,5,0,1,0,10,0a5,5,0,1,0,-10,0z';
const DOT = 'M-2.5,0a2.5,2.5,0,1,0,5,0a2.5,2.5,0,1,0,-5,0z';
const PILL = 'M-3,-3.5h6a3.5,3.5,0,0,1,0,7h-6a3.5,3.5,0,0,1,0,-7z';
const DOWN = 'M-6,-4h12l-6,9z';
const UP = 'M-6,4h12l-6,-9z';
const CROSS = 'M-4,-4l8,8M4,-4l-8,8';
const TICK = 'M-4.5,0l3,3.5l6,-7';

/** Every kind has its own outline, so that it is told without its colour. */
export const GLYPHS: { readonly [K in GlyphKind]: Glyph } = {
  map: { d: SQUARE, filled: true, tone: 'live', words: 'maps a page' },
  unmap: { d: SQUARE, filled: false, tone: 'stray', words: 'unmaps' },
  flush: { d: CIRCLE, filled: true, tone: 'tlb', words: 'flushes' },
  kmap: { d: PILL, filled: true, tone: 'live', words: 'maps in the pkmap window' },
  kunmap: { d: PILL, filled: false, tone: 'stray', words: 'unmaps in the pkmap window' },
  cpu_down: { d: DOWN, filled: true, tone: 'ink', words: 'a CPU goes away' },
  cpu_up: { d: UP, filled: true, tone: 'ink', words: 'a CPU comes back' },
  protect: { d: DIAMOND, filled: true, tone: 'secure', words: 'a page becomes secure' },
  unprotect: { d: DIAMOND, filled: false, tone: 'secure', words: 'a page is given back' },
  speculate: { d: 'M-6,0h8M-1,-4.5l5,4.5l-5,4.5', filled: false, tone: 'tlb', words: 'speculates' },
  evict: { d: CROSS, filled: false, tone: 'tlb', words: 'loses a TLB entry' },
  read: { d: DOT, filled: false, tone: 'ink', words: 'reads' },
  copy: { d: 'M-5,-5h6v6h-6zM-1,-1h6v6h-6z', filled: true, tone: 'live', words: 'copies a page' },
  irq: { d: 'M-5,3.5l5,-7l5,7', filled: false, tone: 'ink', words: 'is interrupted' },
  irq_return: { d: 'M-5,-3.5l5,7l5,-7', filled: false, tone: 'ink', words: 'returns from the interrupt' },
  ipi: { d: CIRCLE, filled: false, tone: 'tlb', words: 'takes an IPI' },
  abort: { d: CROSS, filled: false, tone: 'exposed', words: 'takes an abort' },
  tick: { d: DOT, filled: true, tone: 'ink', words: 'runs one line' },
  schedule: { d: 'M-5,-2.5h9l-3,-2.5M5,2.5h-9l3,2.5', filled: false, tone: 'ink', words: 'switches tasks' },
  expect: { d: TICK, filled: false, tone: 'ink', words: 'expectation' },
  note: { d: 'M-4,-4h8M-4,0h8M-4,4h5', filled: false, tone: 'ink', words: 'note' },
  bug: { d: 'M-2.5,-6h5l3.5,3.5v5l-3.5,3.5h-5l-3.5,-3.5v-5z', filled: true, tone: 'exposed', words: 'BUG' },
};
