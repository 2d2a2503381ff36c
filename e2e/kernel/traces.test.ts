import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { addKinds } from '../../src/interop/trace-comparison.ts';
import { recorded, replayed } from './recorded.ts';

type Row = readonly [
  file: string,
  what: string,
  kernel: string,
  traces: number,
  operations: number,
  observations: number,
  told: number,
];

/**
 * What was recorded, on which kernel of ours it is replayed, and how much there is to compare. The numbers are written down so that nothing
 * can fall out unnoticed. `told`: what chance decided and the model was told (task switches that might_sleep() made, a cpu_down that
 * went on between two operations), and what the recorder's log leaves unsaid (two things each).
 */
const FILES: readonly Row[] = [
  ['k310-A', '3.10.49 as shipped', 'rfc-v2', 171, 5979, 7_536_264, 1],
  ['k310-A-tlb', '3.10.49 as shipped, reads through the slots of others', 'rfc-v2', 30, 1762, 2_065_753, 0],
  ['k310-B', '3.10.49 with DEBUG_HIGHMEM', 'rfc-v2', 168, 5882, 7_475_332, 1],
  ['k310-E', '3.10.49, the flush writes every unused slot', 'rfc-v1', 75, 1878, 2_335_190, 1],
  ['k310-F', '3.10.49, the CPU_DYING hook does nothing', 'rfc-no-hook', 75, 1878, 2_311_818, 1],
  ['k310-L', '3.10.49 with LPAE', 'rfc-v2', 75, 1878, 2_311_944, 1],
  ['k318-A', '3.18.71 as shipped', 'vendor-3.18', 171, 5979, 7_533_133, 1],
  ['k318-B', '3.18.71 with DEBUG_HIGHMEM', 'vendor-3.18', 168, 5882, 7_475_327, 1],
  ['k318-D', '3.18.71, FIX_KMAP_BEGIN counted once', 'vendor-3.18-corrected', 75, 1878, 2_311_939, 1],
  ['k318-D-tlb', '3.18.71, FIX_KMAP_BEGIN counted once, reads', 'vendor-3.18-corrected', 30, 1762, 2_065_753, 0],
  ['k61-A', '6.1.192', 'v6.1', 102, 2996, 3_802_248, 5],
  ['k61-A-tlb', '6.1.192, reads through the slots of others', 'v6.1', 30, 1762, 2_065_765, 0],
  ['k61-B', '6.1.192 with DEBUG_KMAP_LOCAL', 'v6.1-debug', 102, 2996, 4_243_524, 12],
  ['natural-k310', '3.10.49 after booting and a shell', 'rfc-v2', 1, 4, 4801, 2],
  ['natural-k318', '3.18.71 after booting and a shell', 'vendor-3.18', 1, 4, 4752, 2],
  ['ptdump-k310-stray', '3.10.49, strays for a page-table dump', 'rfc-v2', 1, 17, 19_945, 2],
  ['ptdump-k310-flush', '3.10.49, the flush before the next dump', 'rfc-v2', 1, 2, 2379, 2],
  ['ptdump-k318-stray', '3.18.71, strays for a page-table dump', 'vendor-3.18', 1, 17, 19_945, 2],
  ['ptdump-k318-flush', '3.18.71, the flush before the next dump', 'vendor-3.18', 1, 2, 2368, 2],
  ['ftrace-k310-demo', '3.10.49, what an ftrace text shows', 'rfc-v2', 1, 25, 30_505, 2],
  ['ftrace-k318-demo', '3.18.71, what an ftrace text shows', 'vendor-3.18', 1, 25, 30_484, 2],
];

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

describe.each(FILES)('%s: %s', (file, _what, kernel, traces, operations, observations, told) => {
  const replays = recorded(file).map((trace) => replayed(trace));

  test(`${kernel} agrees on each of ${observations} observations in ${operations} operations of ${traces} traces`, () => {
    const differences = replays.flatMap(({ name, disagreements }) =>
      disagreements.map(
        ({ step, op, what, recorded: theirs, model }) => `${name} ${step} ${op}: ${what}: ${theirs}, ${model}`,
      ),
    );
    expect(differences).toEqual([]);
    expect(replays.map((replay) => replay.differing).filter((differing) => differing > 0)).toEqual([]);
    expect(new Set(replays.map((replay) => replay.kernel))).toEqual(new Set([kernel]));
    expect({
      traces: replays.length,
      operations: sum(replays.map((replay) => replay.steps)),
      observations: sum(replays.map((replay) => replay.observations)),
      told: sum(replays.map((replay) => replay.notes.length)),
    }).toEqual({ traces, operations, observations, told });
  });
});

test('every recorded file is in the table', () => {
  const there = readdirSync(new URL('./traces', import.meta.url)).map((name) => name.replace('.jsonl.gz', ''));
  expect(there.toSorted()).toEqual(FILES.map(([file]) => file).toSorted());
});

/** How many recorded reads had to be exactly what the PTE says, and how many a stale TLB entry could have answered as well. */
function reads(file: string): readonly [exact: number, stale: number] {
  const kinds = addKinds(recorded(file).map((trace) => replayed(trace).kinds));
  const compared = (kind: string): number => kinds.find((count) => count.kind === kind)?.compared ?? 0;
  return [compared('read'), compared('read that a TLB may answer')];
}

test('on 3.10, where the page invalidate is broadcast, every read is exactly what the PTE says', () => {
  expect(reads('k310-A-tlb')).toEqual([903, 0]);
});

test('on 3.18 and 6.1, where it is local, a third of the reads may be answered by a stale TLB entry', () => {
  expect(reads('k318-D-tlb')).toEqual([625, 278]);
  expect(reads('k61-A-tlb')).toEqual([573, 330]);
});
