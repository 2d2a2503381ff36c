import { expect, test } from 'vitest';
import { highlight } from './highlight.ts';

/** A line and under it the first two letters of each piece's kind, written as wide as the piece. */
function paint(line: string): string {
  let row = '';
  for (const { from, to, kind } of highlight(line)) {
    row = row.padEnd(from) + kind.slice(0, to - from).padEnd(to - from, '·');
  }
  return `${line}\n${row}`;
}

test.each([
  `kmapscope 1 # one
keyword·· n comme`,
  `title "A # b"
keywo string·`,
  `cpu1: enter kmap_atomic(page3, KM_USER0) # why
cpu·p keywo function···ppage·p type····p comme`,
  `cpu1: kunmap_atomic(cpu1.slot0)
cpu·p function·····pcpu·pplacep`,
  `cpu1: read(0xfff10000)
cpu·p funcpplace·····p`,
  `cpu1: dma_clean(page0..low7)
cpu·p function·ppage·pupagep`,
  `cpu2: speculate(linear(low9))
cpu·p verb·····pplace·ppagepp`,
  `cpu2: schedule(task4)
cpu·p verb····ppage·p`,
  `cpu2: handle_IPI
cpu·p verb······`,
  `expect not maps(pkmap1, page3)
keywor key predpplace·p page·p`,
  `expect cost(pte_writes)=16
keywor predpvalue·····ppnu`,
  `machine kernel=v2.6.37-rc cpus = 4 flush=checked#x
keyword key···pvalue····· key· p v key··pvalue··co`,
  `machine cpu=4 kernel
keyword unkpv key···`,
  `cpu1: frobnicate(xyz)
cpu·p unknown···punkp`,
  `“x” ; cpu
uuu u cpu`,
])('%s', (picture) => {
  expect(paint(picture.split('\n')[0] ?? '')).toBe(picture);
});
