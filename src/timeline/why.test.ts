import { expect, test } from 'vitest';
import { runOf, unindented } from './testing/pictures.ts';
import { whyOf } from './why.ts';

const why = (settings: string, lines: string, object: string): string => {
  const run = runOf(settings, lines);
  return whyOf(run, run.records.length, object)
    .map(({ step, text, because }) => `${step} ${text} | ${because}`)
    .join('\n');
};

const STORY = `cpu0: kmap_atomic(page0)
  cpu1: kmap_atomic(page3)
  cpu0: kunmap_atomic()
  cpu1: kunmap_atomic()
  cpu3: kmap_atomic(page7)
  cpu3: kunmap_atomic()
  cpu0: cpu_down(cpu1)
  expect no_fault
  cpu0: kmap_atomic_flush_unused()
  cpu0: secure_protect(page3)
  cpu2: speculate(cpu1.slot0)`;

test('a stray on a dead CPU: who mapped it, who left it, what passed it by, what made it dangerous, and nothing else', () => {
  const chain = `2 cpu1: kmap_atomic(page3) | wrote its PTE: it maps page3
    4 cpu1: kunmap_atomic() | gave the position back and left the PTE behind
    7 cpu0: cpu_down(cpu1) | took CPU1 away, and nothing cleared its slots
    9 cpu0: kmap_atomic_flush_unused() | flushed every online CPU: CPU1 was not one of them
    10 cpu0: secure_protect(page3) | gave page3 to the secure world`;
  expect(why('kernel=rfc-no-hook', STORY, 'cpu1.slot0')).toBe(unindented(chain));
  expect(why('kernel=rfc-no-hook', STORY, 'page3')).toBe(unindented(chain));
  expect(why('kernel=rfc-no-hook', STORY, 'fault')).toBe(
    unindented(`${chain}
      11 cpu2: speculate(cpu1.slot0) | CPU2 came through cpu1.slot0, and the firewall refused`),
  );
});

test('a slot that is none: who cleared it', () => {
  expect(why('kernel=rfc-v2', STORY, 'cpu1.slot0')).toBe('7 cpu0: cpu_down(cpu1) | cleared it: it mapped page3');
  expect(why('kernel=rfc-v2', STORY, 'cpu2.slot0')).toBe('');
  expect(why('kernel=rfc-v2', STORY, 'fault')).toBe('');
});

test('a pending abort is as the access of that CPU that was refused; another CPU has none', () => {
  expect(why('kernel=rfc-no-hook', STORY, 'cpu2.abort')).toBe(why('kernel=rfc-no-hook', STORY, 'fault'));
  expect(why('kernel=rfc-no-hook', STORY, 'cpu3.abort')).toBe('');
});

test('a mapping in use when the flush came', () => {
  const lines = `cpu1: kmap_atomic(page3)
    cpu0: kmap_atomic_flush_unused()
    cpu1: kunmap_atomic()`;
  expect(why('kernel=rfc-v2', lines, 'cpu1.slot0')).toBe(
    unindented(`1 cpu1: kmap_atomic(page3) | wrote its PTE: it maps page3
      2 cpu0: kmap_atomic_flush_unused() | flushed the unused slots while this one was in use, and kept it
      3 cpu1: kunmap_atomic() | gave the position back and left the PTE behind`),
  );
});

test('a flush that counts FIX_KMAP_BEGIN twice', () => {
  const lines = `cpu1: kmap_atomic(page3)
    cpu1: kunmap_atomic()
    cpu0: kmap_atomic_flush_unused()`;
  expect(why('kernel=vendor-3.18', lines, 'cpu1.slot0')).toContain(
    "3 cpu0: kmap_atomic_flush_unused() | swept CPU1's strip from position 2 on and never came to this one",
  );
  const down = lines.replace('kmap_atomic_flush_unused()', 'cpu_down(cpu1)');
  expect(why('kernel=vendor-3.18', down, 'cpu1.slot0').split('\n').slice(2)).toEqual([
    "3 cpu0: cpu_down(cpu1) | swept CPU1's strip from position 2 on and never came to this one",
  ]);
});

test('a TLB that nobody told', () => {
  const lines = `cpu0: kmap_atomic(page1)
    cpu0: kunmap_atomic()
    cpu1: speculate(cpu0.slot0)
    cpu0: secure_buffer_change_chunk(page1)
    cpu1: speculate(cpu0.slot0)`;
  expect(why('kernel=vendor-4.4', lines, 'fault')).toBe(
    unindented(`1 cpu0: kmap_atomic(page1) | wrote the PTE of cpu0.slot0
      3 cpu1: speculate(cpu0.slot0) | made CPU1 keep cpu0.slot0 to page1 in its TLB
      4 cpu0: secure_buffer_change_chunk(page1) | changed the PTE of cpu0.slot0, and no invalidate reached CPU1's TLB
      4 cpu0: secure_buffer_change_chunk(page1) | gave page1 to the secure world
      5 cpu1: speculate(cpu0.slot0) | CPU1 came through its TLB entry for cpu0.slot0, and the firewall refused`),
  );
});

test('pkmap entries, depths, CPUs and tasks', () => {
  expect(why('kernel=v3.9', 'cpu0: kmap(page1)\ncpu0: kunmap(page1)', 'pkmap1')).toBe(
    unindented(`1 cpu0: kmap(page1) | wrote its PTE: it maps page1
      2 cpu0: kunmap(page1) | brought its count to 1: nobody uses it, and the PTE stays`),
  );
  expect(why('kernel=rfc-no-hook', STORY, 'cpu1')).toBe('7 cpu0: cpu_down(cpu1) | took CPU1 from online to offline');
  expect(why('kernel=rfc-no-hook', STORY, 'cpu0.depth')).toBe('3 cpu0: kunmap_atomic() | moved the index from 1 to 0');
  expect(why('kernel=v6.1 cpus=1 tasks=1', 'cpu0: schedule(task1)', 'cpu0.task')).toContain('from task 0 to task 1');
  expect(
    why('kernel=v3.9-debug', 'cpu0: kmap_atomic(page0)\ncpu0: kmap_atomic(page1)\ncpu0: kunmap_atomic(slot0)', 'cpu0'),
  ).toBe('3 cpu0: kunmap_atomic(slot0) | ran into a BUG_ON and stopped');
  expect(why('kernel=v3.9', STORY, 'no such thing')).toBe('');
});
