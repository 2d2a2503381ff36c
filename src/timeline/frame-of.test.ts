import { expect, test } from 'vitest';
import type { Frame, OperationView } from './frame.ts';
import { frameAt } from './step-view.ts';
import { lastFrame, runOf, unindented } from './testing/pictures.ts';

const STORY = `cpu1: kmap_atomic(page3)
  cpu1: kunmap_atomic()
  cpu0: cpu_down(cpu1)
  cpu0: secure_protect(page3)
  cpu2: speculate(cpu1.slot0)`;

const operation = (frame: Frame, cpu: number, fn: string): OperationView | undefined =>
  frame.cpus[cpu]?.operations.find((view) => view.fn === fn);
const changes = (settings: string, lines: string): string =>
  (lastFrame(runOf(settings, lines)).step?.changes ?? [])
    .map(({ object, from, to }) => `${object}: ${from} > ${to}`)
    .join('\n');

test('after boot everything is there and nothing has happened', () => {
  const { frame } = frameAt(runOf('kernel=v3.9 cpus=2 pages=3 low=1', STORY), 0, null);
  expect(frame.step).toBeNull();
  expect(frame.fault).toBeNull();
  expect(frame.slots).toHaveLength(32);
  expect(frame.cpus.map(({ state, context, depth }) => [state, context, depth])).toEqual([
    ['online', 'idle', 0],
    ['online', 'idle', 0],
  ]);
  expect(frame.pages.map(({ name, pfn, low }) => [name, pfn.toString(16), low])).toEqual([
    ['page0', '60120', false],
    ['page1', '60121', false],
    ['page2', '60122', false],
    ['low0', '40000', true],
  ]);
});

test('whom the firewall refused last stays told in the steps after, page by page; going back takes it back', () => {
  const run = runOf(
    'kernel=v3.9',
    `cpu1: kmap_atomic(page3)
  cpu1: kmap_atomic(page4)
  cpu0: secure_protect(page3)
  cpu0: secure_protect(page4)
  cpu2: speculate(cpu1.slot0)
  cpu3: speculate(cpu1.slot0)
  cpu0: tick
  cpu3: speculate(cpu1.slot1)
  cpu0: tick`,
  );
  const struck = (at: number, micro: number | null = null): string =>
    frameAt(run, at, micro)
      .frame.struck.map(({ page, cpu }) => `page${String(page - 1)} cpu${String(cpu)}`)
      .join(', ');
  expect([4, 5, 6, 7, 9].map((at) => struck(at))).toEqual([
    '',
    'page3 cpu2',
    'page3 cpu3',
    'page3 cpu3',
    'page3 cpu3, page4 cpu3',
  ]);
  expect(struck(7, 1)).toBe('page3 cpu3, page4 cpu3');
  expect(frameAt(run, 9, null).frame.fault?.cpu).toBe(2);
});

test('the story of the mail ends in an exposed slot of a dead CPU, an entry in a TLB, a fault and a pending abort', () => {
  const frame = lastFrame(runOf('kernel=rfc-no-hook', STORY));
  expect(frame.slots.find(({ cpu, slot }) => cpu === 1 && slot === 0)).toMatchObject({ state: 'stray', exposed: true });
  expect(frame.cpus[1]).toMatchObject({ state: 'dead', tlb: [] });
  expect(frame.cpus[2]?.tlb).toMatchObject([{ place: 'cpu1.slot0', secure: true }]);
  expect(frame.cpus[2]?.abortPending).toBe(true);
  expect(frame.pages[3]).toMatchObject({ name: 'page3', secure: true, exposed: true, cached: true });
  expect(frame.fault).toMatchObject({
    cpu: 2,
    place: 'cpu1.slot0',
    sentence: "CPU2 reached secure page 3 through CPU1's slot 0: the firewall refused.",
  });
});

test('what changed is named, old and new', () => {
  expect(changes('kernel=v3.9', 'cpu1: kmap_atomic(page3)')).toBe('cpu1.depth: 0 > 1\ncpu1.slot0: none > page3 live');
  expect(changes('kernel=v3.9', 'cpu1: kmap(page3)')).toBe(
    'pkmap1: none count 0 > page3 count 2\nlast_pkmap_nr: 0 > 1',
  );
  expect(changes('kernel=rfc-no-hook', STORY)).toBe(
    'cpu2.abort: none > pending\nfault: none > page3\ncpu2.tlb: cpu1.slot0: none > cpu1.slot0: page3',
  );
  const protect = STORY.split('\n').slice(0, 4).join('\n');
  expect(changes('kernel=rfc-no-hook', protect)).toBe(
    'cpu1.slot0: page3 stray > page3 stray, exposed\npage3: non-secure > secure',
  );
  expect(changes('kernel=v6.1 cpus=1 tasks=1', 'cpu0: schedule(task1)')).toBe('cpu0.task: 0 > 1');
});

test('a disabled operation says why', () => {
  const frame = lastFrame(runOf('kernel=v3.9', 'cpu0: kmap_atomic(page1)\ncpu2: cpu_down(cpu1)'));
  expect(operation(frame, 0, 'kunmap_atomic')).toEqual({ fn: 'kunmap_atomic', enabled: true, reason: null });
  expect(operation(frame, 2, 'kunmap_atomic')).toEqual({
    fn: 'kunmap_atomic',
    enabled: false,
    reason: 'CPU2 holds no address to unmap: map a page first.',
  });
  expect(operation(frame, 0, 'kmap')?.reason).toBe(
    'That may sleep, and CPU0 holds an atomic mapping or has interrupts off: unmap or return first.',
  );
  expect(operation(frame, 0, 'irq_return')?.reason).toContain('not in an interrupt handler');
});

test('hotplug is offered on the panel of the CPU that goes or comes, and asked for on another one', () => {
  const down = lastFrame(runOf('kernel=rfc-v2 cpus=2', 'cpu0: cpu_down(cpu1)'));
  expect(operation(down, 1, 'cpu_up')?.enabled).toBe(true);
  expect(operation(down, 1, 'cpu_down')?.reason).toBe('CPU1 is offline already: cpu_up brings it back.');
  expect(operation(down, 0, 'cpu_up')?.reason).toBe('CPU0 is up already.');
  // The last one may ask for itself: that the kernel answers -EBUSY is something to see.
  expect(operation(down, 0, 'cpu_down')?.enabled).toBe(true);
});

test('speculate is possible as soon as something is mapped anywhere, evict when the own TLB holds something', () => {
  const boot = frameAt(runOf('kernel=v3.9', STORY), 0, null).frame;
  expect(operation(boot, 0, 'speculate')?.enabled).toBe(false);
  const end = lastFrame(runOf('kernel=v3.9', STORY));
  expect([0, 1, 2].map((cpu) => operation(end, cpu, 'speculate')?.enabled)).toEqual([true, false, true]);
  expect([0, 1, 2].map((cpu) => operation(end, cpu, 'evict')?.enabled)).toEqual([false, false, true]);
});

test('operations that a kernel does not have are not offered', () => {
  const offered = (settings: string): readonly string[] =>
    lastFrame(runOf(settings, 'cpu0: irq')).cpus[0]?.operations.map(({ fn }) => fn) ?? [];
  expect(offered('kernel=v3.9')).not.toContain('kmap_local_page');
  expect(offered('kernel=v6.1')).toContain('kmap_local_page');
  expect(offered('kernel=v3.9 pkmap=0')).not.toContain('kmap');
});

test('the strip behind the last CPU is shown only when something was written there', () => {
  const deep = Array.from({ length: 3 }, () => 'cpu0: kmap_atomic(page1)').join('\n');
  const frame = lastFrame(runOf('kernel=v3.9 cpus=1 slots=2', deep));
  expect(frame.slots.map(({ cpu, slot, state }) => `${cpu}.${slot} ${state}`)).toEqual([
    '0.0 live',
    '0.1 live',
    '1.0 stray',
  ]);
});

test('in the middle of a call: the function, the line it is at, what it waits for', () => {
  const frame = lastFrame(runOf('kernel=rfc-v2 cpus=2', 'cpu1: irq\ncpu0: kmap_atomic_flush_unused()'));
  expect(frame.cpus[0]).toMatchObject({
    calls: [{ fn: 'kmap_atomic_flush_unused', text: 'wait until each has run kmap_remove_unused()' }],
    waits: 'every CPU that was called to take the interrupt',
    context: 'task',
  });
  expect(frame.cpus[1]).toMatchObject({ ipiFrom: [0], context: 'irq', irqDepth: 1, calls: [{ fn: 'irq' }] });
});

/** The code of the last step: `>` ran, `=` here, two blanks a level. */
const code = (settings: string, lines: string, micro: number | null = null): string => {
  const run = runOf(settings, lines);
  const at = micro === null ? run.records.length : run.records.length - 1;
  const mark = { ran: '>', here: '=', ahead: ' ' };
  return (frameAt(run, at, micro).frame.step?.code?.lines ?? [])
    .map((line) => `${mark[line.mark]} ${'  '.repeat(line.indent)}${line.text}`)
    .join('\n');
};

test('the routine that ran, line by line, with what it called under the line that called it', () => {
  const unmap = code('kernel=v3.9', 'cpu0: kmap_atomic(page1)\ncpu0: kunmap_atomic()').split('\n');
  expect(unmap).toContain('> kmap_atomic_idx_pop()');
  expect(unmap.filter((line) => !line.startsWith('>'))).toEqual([expect.stringContaining('pkmap_count[entry]--')]);
  expect(unmap.filter((line) => line.includes('__pte(0)'))).toEqual([]);
  const driver = code('kernel=rfc-v2 cpus=1', 'cpu0: secure_buffer_change_chunk(page1)');
  expect(driver).toContain('> kmap_atomic_flush_unused()\n>   preempt_disable()');
  expect(driver).toContain('>   interrupts off; kmap_remove_unused() on this CPU\n>     pagefault_disable()');
  expect(driver).toContain('      set_top_pte(vaddr, __pte(0)): store');
});

test('stepped into, the next line is marked, and what lies ahead is shown', () => {
  const marks = (micro: number): string =>
    code('kernel=v3.9', 'cpu0: kmap_atomic(low0)', micro)
      .split('\n')
      .map((line) => line.charAt(0))
      .join('');
  expect(marks(1)).toBe('=      ');
  expect(marks(2)).toBe('>=     ');
  expect(code('kernel=v3.9', 'cpu0: enter kmap_atomic(page1)\ncpu0: tick').startsWith('> ')).toBe(true);
});

test('an expectation ran no code', () => {
  expect(lastFrame(runOf('kernel=v3.9', 'expect no_stray')).step?.code).toBeNull();
});

test('a cursor past the last line of a step stands behind it', () => {
  const run = runOf('kernel=v3.9', unindented(STORY));
  const ticks = run.records[0]?.ticks ?? 0;
  expect(frameAt(run, 0, ticks)).toEqual(frameAt(run, 1, null));
  expect(frameAt(run, 0, ticks - 1).frame.step?.sentence).toBe(
    'CPU1 invalidates the TLB entry of slot 0 on every CPU.',
  );
  expect(frameAt(run, 5, 3)).toEqual(frameAt(run, 5, null));
});
