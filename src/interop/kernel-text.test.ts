import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lint } from '../scenario/lint.ts';
import { kernelTextOf, scenarioOfKernelText } from './kernel-text.ts';

const PTDUMP = `---[ Fixmap Area ]---
0xfff00000-0xfff01000           4K     RW NX SHD MEM/CACHED/WBWA
0xfff20000-0xfff22000           8K     RW NX SHD MEM/CACHED/WBWA
---[ Vectors ]---
0xffff0000-0xffff2000           8K     ro x  SHD MEM/CACHED/WBWA
`;

/** Lines as the tracer prints them, one an event. */
const traced = (...lines: readonly string[]): string =>
  [
    '# tracer: nop',
    '#',
    ...lines.map((line, i) => `              sh-47    [000] d...     4.${100000 + i}: ${line}`),
  ].join('\n');
const MAP = 'kmap_atomic: (kmap_atomic+0x0/0x10c) page=c0b15000';
const MAPPED = 'kmap_atomic_ret: (copy_page+0x1c/0x3c <- kmap_atomic) vaddr=fff00000';
const UNMAP = 'kunmap_atomic: (__kunmap_atomic+0x0/0x94) vaddr=fff00000';

/** What a text is opened as: the machine line and the steps, or the mistake. */
function opened(text: string): string {
  const kind = kernelTextOf(text);
  if (kind === null) return 'none of ours';
  const scenario = scenarioOfKernelText(kind, text);
  if (!scenario.ok) return `line ${scenario.error.line}, column ${scenario.error.column}: ${scenario.error.message}`;
  expect(lint(scenario.value)).toEqual([]);
  return scenario.value
    .split('\n')
    .filter((line) => /^(machine|cpu)/.test(line))
    .join('\n');
}

const noteOf = (text: string): string => {
  const scenario = scenarioOfKernelText(kernelTextOf(text) ?? 'ptdump', text);
  return (scenario.ok ? scenario.value : '').split('\n').find((line) => line.startsWith('note')) ?? '';
};

test('what a text is is seen in its first line, behind what a shell printed', () => {
  expect(kernelTextOf(PTDUMP)).toBe('ptdump');
  expect(kernelTextOf(`\ufeff# cat /sys/kernel/debug/kernel_page_tables\r\n${PTDUMP}`)).toBe('ptdump');
  expect(kernelTextOf(traced(MAP))).toBe('ftrace');
  expect(kernelTextOf('cpus=4\n')).toBe('ftrace');
  expect(kernelTextOf('kmapscope 1\n')).toBe(null);
  expect(kernelTextOf('# a list\n- milk')).toBe(null);
  expect(kernelTextOf('')).toBe(null);
});

test('a strip of two PTEs is two nested mappings and two unmappings; other CPUs stay as they are', () => {
  expect(opened(PTDUMP)).toBe(`machine kernel=v3.9 cpus=3 pages=8
cpu0: kmap_atomic(page0)
cpu0: kunmap_atomic()
cpu2: kmap_atomic(page1)
cpu2: kmap_atomic(page2)
cpu2: kunmap_atomic()
cpu2: kunmap_atomic()`);
});

test('the first slots that a layout explains are how it is told from the others', () => {
  const at = (range: string): string => opened(`${range} 4K RW NX SHD MEM/CACHED/WBWA`).split('\n')[0] ?? '';
  expect(at('0xffc00000-0xffc01000')).toContain('layout=up_ffc00000');
  expect(at('0xffeff000-0xfff00000')).toBe('machine kernel=v3.14 layout=down_ffeff000 cpus=2 pages=8');
  expect(at('0xffefe000-0xffeff000')).toContain('fix_kmap_begin=1');
  expect(at('0xffefd000-0xffefe000')).toContain('fix_kmap_begin=2');
});

test('a slot above an empty one, a device and the window of kmap() are left out and said', () => {
  const text = `0xbfe01000-0xbfe03000 8K RW NX SHD MEM/CACHED/WBWA
0xfff03000-0xfff04000 4K RW NX SHD MEM/CACHED/WBWA
0xfff10000-0xfff11000 4K RW NX SHD DEV/SHARED`;
  expect(opened(text)).toBe('machine kernel=v3.9 cpus=2 pages=8');
  expect(noteOf(text)).toContain('No kmap slot holds a PTE');
  expect(noteOf(text)).toContain('Left out: 1 mapped page of the fixmap that no run of kmap_atomic explains.');
  expect(noteOf(text)).toContain('Also left out: 2 mapped pages in the window of kmap()');
});

test('a recorded mapping and its end are two steps, with the slot that the kernel gave', () => {
  expect(opened(traced(MAP, MAPPED, UNMAP))).toBe(`machine kernel=v3.9 cpus=2 pages=8
cpu0: kmap_atomic(page0)
cpu0: kunmap_atomic()`);
  expect(noteOf(traced(MAP, MAPPED))).toContain('The one address that kmap_atomic gave is where the model puts it');
  expect(noteOf(traced(MAP, MAPPED.replace('fff00000', 'fff05000')))).toContain('0 of 1 address that kmap_atomic gave');
});

test('however a kernel prints numbers and whatever the probe was called, it is read', () => {
  const decimal = (text: string): string => text.replace('c0b15000', '3232845824').replace('fff00000', '4293918720');
  const bare = (text: string): string => text.replace(/^\w+:/, 'p_0:').replace(/\w+=(\w+)/, 'arg1=0x$1');
  for (const as of [decimal, bare]) {
    expect(opened(traced(as(MAP), as(MAPPED), as(UNMAP)))).toBe(opened(traced(MAP, MAPPED, UNMAP)));
  }
});

test('what a recording cuts through is left out and counted', () => {
  expect(opened(traced(UNMAP))).toBe('machine kernel=v3.9 cpus=2 pages=8');
  expect(noteOf(traced(UNMAP, MAPPED))).toContain(
    'Left out: 1 call of which only one end was recorded; 1 call that began before',
  );
  expect(noteOf(traced(MAP, MAPPED.replace('fff00000', 'c8046000')))).toContain('1 mapping of lowmem pages');
  expect(noteOf(`# entries-in-buffer/entries-written: 3/10   #P:4\n${traced(UNMAP)}`)).toContain(
    '7 events that the tracer itself lost',
  );
});

test('a page with an address from kmap() that nobody recorded had it before; the kunmap_high within is no step', () => {
  const at = (event: string): string => event.replace('fff00000', 'bfe10000');
  const high = 'kunmap_high: (kunmap_high+0x0/0xb8) page=c0b15000';
  expect(opened(traced(MAP, at(MAPPED), at(UNMAP), high))).toBe(`machine kernel=v3.9 cpus=2 pages=8
cpu0: kmap(page0)
cpu0: kunmap(page0)
cpu0: kmap_atomic(page0)
cpu0: kunmap_atomic()`);
});

test('what goes back out of order is named by its address', () => {
  const other = (event: string): string => event.replace('c0b15000', 'c0b15020').replace('fff00000', 'fff01000');
  expect(opened(traced(MAP, MAPPED, other(MAP), other(MAPPED), UNMAP, other(UNMAP)))).toContain(
    'cpu0: kunmap_atomic(0xfff00000)\ncpu0: kunmap_atomic()',
  );
});

test.each([
  ['0xfff00000-0xfff01000 4K RW\nhello', 'line 2, column 1: this is no line of a page-table dump'],
  ['0xfff00000-0xfff01000 4K RW\n  0xfff0', 'line 2, column 3: this is no line of a page-table dump'],
  ['0xfff00000-0xfff00800 2K RW', 'line 1, column 1: this range is not made of whole pages'],
  ['0xfff02000-0xfff01000 4K RW', 'line 1, column 1: this range is not made of whole pages'],
  ['0xfff02000-0xfff03000 4K RW\n0xfff02000-0xfff03000 4K RW', 'line 2, column 1: this range begins below'],
  ['0xffffff8008000000-0xffffff8008001000 4K PTE ro', 'line 1, column 1: this address has more than 32 bits'],
  [
    traced('kmap_atomic: (kmap_atomic+0x0/0x10c)'),
    'line 3, column 85: kmap_atomic says nothing of its argument: define p:kmap_atomic',
  ],
  [traced(MAP), 'line 3, column 1: nothing tells which address kmap_atomic gave: define r:kmap_atomic_ret'],
  [`${traced(MAP)}\nhello`, 'line 4, column 1: this is no line of the tracer'],
  [traced(MAP).replace('[000]', '[064]'), 'line 3, column 25: there is no CPU 64 on a 32-bit ARM kernel'],
])('%j gets one sentence with its place', (text, says) => {
  expect(opened(text)).toContain(says);
});

test('a text beyond the caps is not read', () => {
  expect(opened(`cpus=4\n${'\n'.repeat(400_001)}`)).toContain(
    'line 1, column 1: this text has more than 400,000 lines',
  );
});

/** Lines that are almost right: pieces of both formats with numbers put in at random. */
const NUMBER = fc.oneof(fc.nat(40), fc.bigInt({ min: 0n, max: 2n ** 64n })).map((n) => n.toString(16));
const EVENT = fc.constantFrom(
  ...['kmap_atomic', '__kunmap_atomic', 'kmap_high', 'kunmap_high', 'kmap_flush_unused', 'kmap_atomic_flush_unused'],
  ...['cpu_down', 'cpu_up', 'take_cpu_down', 'schedule', '__proto__', 'constructor'],
);
const SLOT = fc.constantFrom('fff00000', 'fff01000', 'fff10000', 'ffefd000', 'bfe01000', 'c8000000', '1', '0');
const LINE = fc.oneof(
  fc.tuple(NUMBER, NUMBER).map(([a, b]) => `0x${a.padStart(8, '0')}-0x${b.padStart(8, '0')} 4K RW`),
  fc
    .tuple(fc.nat(5), fc.constantFrom('d...', 'd.h1', ''), EVENT, SLOT, fc.boolean())
    .map(
      ([cpu, flags, fn, value, returns]) =>
        ` a b-1 [00${cpu}] ${flags} 1.234: e: (${returns ? 'x+0x1/0x2 <- ' : ''}${fn}) v=${value}`,
    ),
  fc.constantFrom(
    '---[ Fixmap Area ]---',
    '# tracer: nop',
    'cpus=4',
    'CPU:1 [LOST 5 EVENTS]',
    '##### CPU 1 buffer started ####',
    '',
  ),
  fc.string(),
);

test('any text at all gives a run without a mistake, or one mistake with its place', () => {
  const text = fc.tuple(fc.constantFrom('# tracer: nop', '---[ Modules ]---', ''), fc.array(LINE, { maxLength: 40 }));
  fc.assert(
    fc.property(text, ([first, lines]) => {
      const whole = [first, ...lines].join('\n');
      for (const kind of ['ptdump', 'ftrace'] as const) {
        const scenario = scenarioOfKernelText(kind, whole);
        if (scenario.ok) expect(lint(scenario.value)).toEqual([]);
        else expect(scenario.error.line).toBeLessThanOrEqual(whole.split('\n').length);
      }
    }),
    { numRuns: 300 },
  );
});

test('recorded calls in any order leave a run that the model carries out to its end', () => {
  const event = fc
    .tuple(
      fc.nat(3),
      fc.constantFrom('d...', 'd.h1'),
      EVENT,
      fc.constantFrom('0', '1', 'fff00000', 'fff10000', 'bfe01000'),
      fc.boolean(),
    )
    .map(
      ([cpu, flags, fn, value, returns]) =>
        `t-1 [00${cpu}] ${flags} 1.234: e: (${returns ? 'x <- ' : ''}${fn}) v=${value}`,
    );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (lines) => {
      const scenario = scenarioOfKernelText('ftrace', [traced(MAP, MAPPED, UNMAP), ...lines].join('\n'));
      expect(scenario.ok && lint(scenario.value)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
