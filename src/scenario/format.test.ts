import { expect, test } from 'vitest';
import { format, formatStatement } from './format.ts';
import { parse, parseStatement } from './parse.ts';
import { STORY } from './testing/story.ts';

test('the canonical form of the story keeps every comment and every blank line', () => {
  expect(format(parse(STORY).scenario)).toBe(`kmapscope 1  # format version, first line
title "A CPU dies with a stray mapping"
machine kernel=rfc-no-hook cpus=4 pages=8  # a preset, then only what differs from it
note "CPU1 cleans the cache of page 3."  # shown at this point of the run

cpu1: kmap_atomic(page3)  # runs to its return
cpu1: kunmap_atomic()  # the top of the stack; kunmap_atomic(slot0) names an address
expect stray(cpu1.slot0)  # checked; a failing one is shown where it stands
cpu0: cpu_down(cpu1)
cpu0: kmap_atomic_flush_unused()
cpu0: secure_protect(page3)
expect exposed(page3)
cpu2: speculate(cpu1.slot0)  # cpu2 walks cpu1's address: one page table for all
expect fault

cpu0: enter kmap_atomic(page2)  # micro-steps: enter, then one indivisible line at a time
cpu0: tick
cpu3: kmap_atomic(page5)  # interleaved
cpu0: finish
cpu2: irq  # what follows on cpu2 runs in interrupt context, on top of what it was doing
cpu2: kmap_atomic(page6)
cpu2: kunmap_atomic()
cpu2: irq_return
`);
});

test('a scenario without lines is its head', () => {
  expect(format({ version: 1, lines: [] })).toBe('kmapscope 1\n');
});

/** As people write it, and as it is kept. */
test.each([
  ['title   "x"', 'title "x"'],
  ['note "say \\"hi\\"\\tand\\\\or\\n"', 'note "say \\"hi\\"\\tand\\\\or\\n"'],
  ['machine  flush = checked   kernel=v2.6.37-rc', 'machine flush=checked kernel=v2.6.37-rc'],
  ['cpu01 : kmap_atomic ( page003 )', 'cpu1: kmap_atomic(page3)'],
  ['cpu1: kmap_atomic(low0,KM_USER1)', 'cpu1: kmap_atomic(low0, KM_USER1)'],
  ['cpu1: enter kunmap_atomic( )', 'cpu1: enter kunmap_atomic()'],
  ['cpu1: kunmap_atomic(slot0)', 'cpu1: kunmap_atomic(slot0)'],
  ['cpu1: kunmap_atomic(0XFFF10000)', 'cpu1: kunmap_atomic(0xfff10000)'],
  ['cpu1: read(0x10)', 'cpu1: read(0x00000010)'],
  ['cpu1: dma_clean(page0 .. page255)', 'cpu1: dma_clean(page0..page255)'],
  ['cpu1: dma_clean(page4)', 'cpu1: dma_clean(page4)'],
  ['cpu1: dma_clean(page4..page4)', 'cpu1: dma_clean(page4)'],
  ['cpu1: copy_highpage(page3,low4)', 'cpu1: copy_highpage(page3, low4)'],
  ['cpu1: cpu_down(cpu2)', 'cpu1: cpu_down(cpu2)'],
  ['cpu1: finish()', 'cpu1: finish'],
  ['cpu2: evict( cpu1 . slot0 )', 'cpu2: evict(cpu1.slot0)'],
  ['cpu2: speculate(linear( page9))', 'cpu2: speculate(linear(page9))'],
  ['cpu2: schedule(task4)', 'cpu2: schedule(task4)'],
  ['expect   not stray( pkmap1 )', 'expect not stray(pkmap1)'],
  ['expect maps(cpu1.slot0,page3)', 'expect maps(cpu1.slot0, page3)'],
  ['expect depth(cpu1) = 0', 'expect depth(cpu1)=0'],
  ['expect online(cpu0,cpu2)', 'expect online(cpu0, cpu2)'],
  ['expect secure(low1)', 'expect secure(low1)'],
  ['expect cached(cpu2,cpu1.slot0)', 'expect cached(cpu2, cpu1.slot0)'],
  ['expect pkmap_count(pkmap1)=02', 'expect pkmap_count(pkmap1)=2'],
  ['expect cost(pte_writes)=16', 'expect cost(pte_writes)=16'],
  ['expect no_fault()', 'expect no_fault'],
])('%s', (written, kept) => {
  const statement = parseStatement(written);
  expect(statement.ok && formatStatement(statement.value)).toBe(kept);
});
