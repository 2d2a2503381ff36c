import { expect, test } from 'vitest';
import { preset } from '../model/eras.ts';
import { elaborateMachine, elaborateStep } from './elaborate.ts';
import { KM_TYPES } from './km-types.ts';
import { parse, parseStatement } from './parse.ts';
import { applySettings, DEFAULT_KERNEL } from './settings.ts';
import type { Scenario } from './syntax.ts';
import { lintPicture } from './testing/pictures.ts';

const machineOf = (line: string): ReturnType<typeof elaborateMachine> =>
  elaborateMachine(parse(`kmapscope 1\n${line}\n`).scenario);

test('a preset, and then what differs from it', () => {
  const { kernel, config, diagnostics } = machineOf('machine flush=checked kernel=v3.14 cpus=2 pfn_base=0x60000');
  expect(kernel).toBe('v3.14');
  expect(diagnostics).toEqual([]);
  expect(config).toEqual({
    switches: { ...preset('v3.14')?.switches, flush: 'checked' },
    sizes: { ...preset('v3.14')?.sizes, cpus: 2, pfn_base: 0x60000 },
  });
});

test('without a machine line, or without kernel= on it, the kernel is mainline at the time of the mail', () => {
  expect(DEFAULT_KERNEL).toBe('v3.9');
  const { switches, sizes } = preset('v3.9') ?? {};
  expect(machineOf('')).toEqual({ kernel: 'v3.9', config: { switches, sizes }, diagnostics: [] });
  expect(machineOf('machine cpus=2')).toMatchObject({
    kernel: 'v3.9',
    config: { switches, sizes: { ...sizes, cpus: 2 } },
  });
});

test('a scenario that did not come from text is judged at its canonical place', () => {
  const scenario: Scenario = {
    version: 1,
    lines: [
      { statement: null, comment: null },
      {
        statement: {
          type: 'machine',
          settings: [
            { key: 'cpus', value: '99' },
            { key: 'low', value: '1' },
          ],
        },
        comment: null,
      },
    ],
  };
  const { config, diagnostics } = elaborateMachine(scenario);
  expect(diagnostics).toEqual([
    {
      severity: 'error',
      span: { line: 3, column: 1, endColumn: 2 },
      message: 'cpus=99 is out of range: cpus is 1 to 32 (CPUs)',
    },
  ]);
  expect(config.sizes).toMatchObject({ cpus: preset('v3.9')?.sizes.cpus, low: 1 });
});

const small = (...settings: readonly string[]): ReturnType<typeof applySettings>['config'] =>
  applySettings(
    ['cpus=4', 'slots=16', 'pages=8', 'low=2', 'pkmap=4', ...settings].map((text) => {
      const [key = '', value = ''] = text.split('=');
      return { key, value };
    }),
  ).config;

/** The command a step becomes on a small machine, or why it becomes none. */
function commandOf(line: string, config = small()): unknown {
  const statement = parseStatement(line);
  if (!statement.ok) throw new Error(statement.error.message);
  const { value } = statement;
  if (value.type === 'title' || value.type === 'note' || value.type === 'machine' || value.type === 'expect')
    throw new Error(line);
  const command = elaborateStep(config, value);
  return command.ok ? command.value : command.error;
}

/** Slots are 1 + cpu * 16 + slot, pkmap entries 0x4000 + entry, the linear map 0x8000 + page code (model/va.ts). */
test.each([
  ['cpu1: kmap_atomic(page3)', { type: 'run', action: { type: 'call', cpu: 1, fn: 'kmap_atomic', a: 4, b: 0 } }],
  ['cpu1: kmap_atomic(low1)', { type: 'run', action: { type: 'call', cpu: 1, fn: 'kmap_atomic', a: 10, b: 0 } }],
  ['cpu1: enter kmap(page0)', { type: 'do', action: { type: 'call', cpu: 1, fn: 'kmap', a: 1, b: 0 } }],
  ['cpu1: kunmap_atomic()', { type: 'run', action: { type: 'call', cpu: 1, fn: 'kunmap_atomic', a: 0, b: 0 } }],
  ['cpu1: kunmap_atomic(slot2)', { type: 'run', action: { type: 'call', cpu: 1, fn: 'kunmap_atomic', a: 19, b: 0 } }],
  [
    'cpu1: kunmap_atomic(cpu0.slot2)',
    { type: 'run', action: { type: 'call', cpu: 1, fn: 'kunmap_atomic', a: 3, b: 0 } },
  ],
  [
    'cpu1: kunmap_atomic(pkmap1)',
    { type: 'run', action: { type: 'call', cpu: 1, fn: 'kunmap_atomic', a: 0x4001, b: 0 } },
  ],
  ['cpu1: read(linear(low0))', { type: 'run', action: { type: 'call', cpu: 1, fn: 'read', a: 0x8009, b: 0 } }],
  ['cpu1: read(0xfff10000)', { type: 'run', action: { type: 'call', cpu: 1, fn: 'read', a: 17, b: 0 } }],
  ['cpu1: read(0xbfe01fff)', { type: 'run', action: { type: 'call', cpu: 1, fn: 'read', a: 0x4001, b: 0 } }],
  ['cpu1: read(0xc0001000)', { type: 'run', action: { type: 'call', cpu: 1, fn: 'read', a: 0x800a, b: 0 } }],
  [
    'cpu1: copy_highpage(page3, page4)',
    { type: 'run', action: { type: 'call', cpu: 1, fn: 'copy_highpage', a: 4, b: 5 } },
  ],
  ['cpu1: dma_clean(page0..page7)', { type: 'run', action: { type: 'call', cpu: 1, fn: 'dma_clean', a: 1, b: 8 } }],
  ['cpu1: cpu_down(cpu3)', { type: 'run', action: { type: 'call', cpu: 1, fn: 'cpu_down', a: 3, b: 0 } }],
  [
    'cpu1: kmap_atomic_flush_unused()',
    { type: 'run', action: { type: 'call', cpu: 1, fn: 'kmap_atomic_flush_unused', a: 0, b: 0 } },
  ],
  ['cpu1: tick', { type: 'do', action: { type: 'tick', cpu: 1 } }],
  ['cpu1: handle_IPI', { type: 'do', action: { type: 'handle_IPI', cpu: 1 } }],
  ['cpu1: finish', { type: 'finish', cpu: 1 }],
  ['cpu1: speculate(slot0)', { type: 'do', action: { type: 'speculate', cpu: 1, va: 17 } }],
  ['cpu1: evict(cpu3.slot15)', { type: 'do', action: { type: 'evict', cpu: 1, va: 64 } }],
  ['cpu1: speculate(cpu4.slot0)', { type: 'do', action: { type: 'speculate', cpu: 1, va: 65 } }],
])('%s', (line, command) => {
  expect(commandOf(line)).toEqual(command);
});

test('where the slots run down, a smaller address is a later slot', () => {
  const down = small('layout=down_ffeff000', 'fix_kmap_begin=1');
  expect(commandOf('cpu1: speculate(0xffefe000)', down)).toMatchObject({ action: { va: 1 } });
  expect(commandOf('cpu1: speculate(0xffeed000)', down)).toMatchObject({ action: { va: 18 } });
});

test('a task is switched to where the task owns the slots', () => {
  expect(commandOf('cpu1: schedule(task4)', small('kernel=v6.1', 'tasks=1'))).toEqual({
    type: 'do',
    action: { type: 'schedule', cpu: 1, task: 4 },
  });
});

test('the caller chooses the slot where the kernel leaves it to the caller, KM_USER0 unless told', () => {
  const old = small('kernel=v2.6.32', 'slots=14');
  expect(commandOf('cpu1: kmap_atomic(page3)', old)).toMatchObject({ action: { a: 4, b: 3 } });
  expect(commandOf('cpu1: kmap_atomic(page3, KM_L2_CACHE)', old)).toMatchObject({ action: { a: 4, b: 13 } });
  expect(commandOf('cpu1: kmap_atomic(page3, KM_BOUNCE_READ)', old)).toMatchObject({ action: { a: 4, b: 0 } });
  expect(commandOf('cpu1: kmap(page3)', old)).toMatchObject({ action: { a: 4, b: 0 } });
  expect(KM_TYPES).toHaveLength(preset('v2.6.32')?.sizes.slots ?? 0);
});

test('what this machine does not have is a mistake at the operand that names it', () => {
  expect(
    lintPicture(`kmapscope 1
machine cpus=4 pages=8 low=0 slots=16 pkmap=4
cpu7: tick
cpu0: cpu_down(cpu9)
  cpu0: kmap_atomic(page9)  # nine
cpu0: dma_clean(page0..page255)
cpu0: kmap_atomic(low0)
cpu0: kmap_atomic(page0, KM_USER0)
cpu0: kunmap_atomic(slot16)
cpu0: speculate(cpu5.slot0)
cpu0: read(pkmap4)
cpu0: schedule(task1)
expect depth(cpu4)=0
expect pkmap_count(pkmap9)=1
expect online(cpu0, cpu5)
expect maps(cpu0.slot0, page8)
expect exposed(low1)
expect cached(cpu0, cpu0.slot16)
`),
  ).toBe(`s:3:1: there is no CPU 7: this machine has CPUs 0 to 3
  cpu7: tick
  ^^^^

s:4:16: there is no CPU 9: this machine has CPUs 0 to 3
  cpu0: cpu_down(cpu9)
                 ^^^^

s:5:21: there is no page9: this machine has page0 to page7; pages=10 on the machine line makes room
    cpu0: kmap_atomic(page9)  # nine
                      ^^^^^

s:6:24: there is no page255: this machine has page0 to page7; pages=256 on the machine line makes room
  cpu0: dma_clean(page0..page255)
                         ^^^^^^^

s:7:19: there is no low0: this machine has no lowmem page; low=1 on the machine line makes room
  cpu0: kmap_atomic(low0)
                    ^^^^

s:8:26: this kernel chooses the slot itself: leave out KM_USER0 (only kernel=v2.6.32 and index_owner=type take it)
  cpu0: kmap_atomic(page0, KM_USER0)
                           ^^^^^^^^

s:9:21: there is no slot16: each CPU has slot0 to slot15
  cpu0: kunmap_atomic(slot16)
                      ^^^^^^

s:10:17: there is no CPU 5: this machine has CPUs 0 to 3
  cpu0: speculate(cpu5.slot0)
                  ^^^^^^^^^^

s:11:12: there is no pkmap4: this machine has pkmap0 to pkmap3; pkmap=5 on the machine line makes room
  cpu0: read(pkmap4)
             ^^^^^^

s:12:16: this kernel keeps the slots per CPU and not per task: schedule(…) is for kernel=v6.1 and others with index_owner=task
  cpu0: schedule(task1)
                 ^^^^^

s:13:14: there is no CPU 4: this machine has CPUs 0 to 3
  expect depth(cpu4)=0
               ^^^^

s:14:20: there is no pkmap9: this machine has pkmap0 to pkmap3; pkmap=10 on the machine line makes room
  expect pkmap_count(pkmap9)=1
                     ^^^^^^

s:15:21: there is no CPU 5: this machine has CPUs 0 to 3
  expect online(cpu0, cpu5)
                      ^^^^

s:16:25: there is no page8: this machine has page0 to page7; pages=9 on the machine line makes room
  expect maps(cpu0.slot0, page8)
                          ^^^^^

s:17:16: there is no low1: this machine has no lowmem page; low=2 on the machine line makes room
  expect exposed(low1)
                 ^^^^

s:18:21: there is no slot16: each CPU has slot0 to slot15
  expect cached(cpu0, cpu0.slot16)
                      ^^^^^^^^^^^`);
});

test('an address says which window it is in, or which windows there are', () => {
  const tiny = small('cpus=1', 'low=0', 'pkmap=1');
  expect(commandOf('cpu0: read(0x1000)', tiny)).toBe(
    '0x00001000 is in no window of this machine: the slots 0xfff00000 to 0xfff0ffff, pkmap 0xbfe00000 to 0xbfe00fff',
  );
  expect(commandOf('cpu0: read(0xfff50000)', tiny)).toBe(
    '0xfff50000 is slot0 of CPU 5, and this machine has CPU 0 alone',
  );
  expect(commandOf('cpu0: read(0xbfe04abc)', tiny)).toBe(
    '0xbfe04abc is pkmap4, and this machine has pkmap0 alone; pkmap=5 on the machine line makes room',
  );
  expect(commandOf('cpu0: read(0xffffffff)', small('layout=down_ffeff000', 'pkmap=0'))).toBe(
    '0xffffffff is in no window of this machine: the slots 0xffec0000 to 0xffefffff, lowmem 0xc0000000 to 0xc0001fff',
  );
});

test('the smallest machines are named as they are', () => {
  const tiny = small('kernel=v6.1', 'cpus=1', 'pages=1', 'low=1', 'slots=1', 'pkmap=0', 'tasks=0');
  expect(commandOf('cpu1: tick', tiny)).toBe('there is no CPU 1: this machine has CPU 0 alone');
  expect(commandOf('cpu0: kmap_atomic(page1)', tiny)).toBe(
    'there is no page1: this machine has page0 alone; pages=2 on the machine line makes room',
  );
  expect(commandOf('cpu0: kmap_atomic(low1)', tiny)).toBe(
    'there is no low1: this machine has low0 alone; low=2 on the machine line makes room',
  );
  expect(commandOf('cpu0: read(slot1)', tiny)).toBe('there is no slot1: each CPU has slot0 alone');
  expect(commandOf('cpu0: read(pkmap0)', tiny)).toBe(
    'there is no pkmap0: this machine has no pkmap window; pkmap=1 on the machine line makes room',
  );
  expect(commandOf('cpu0: schedule(task1)', tiny)).toBe(
    'there is no task1: this machine has task0 alone; tasks=1 on the machine line makes room',
  );
});

test('a km_type beyond the strip is a mistake, the one nobody wrote included', () => {
  const narrow = small('kernel=v2.6.32', 'slots=3');
  expect(commandOf('cpu0: kmap_atomic(page0)', narrow)).toBe(
    'KM_USER0 is position 3 and each CPU has 3: slots=4 on the machine line makes room',
  );
  const step = { type: 'call', cpu: 0, fn: 'kmap_atomic', enter: false } as const;
  const page = { type: 'page', page: { low: false, n: 0 } } as const;
  expect(elaborateStep(narrow, { ...step, args: [page, { type: 'km_type', name: 'KM_FOO' }] })).toMatchObject({
    ok: false,
    error: expect.stringMatching(/^'KM_FOO' is not a km_type: one of KM_BOUNCE_READ, /),
  });
});

test('an unreadable machine line is not followed by complaints about the machine that stands in for it', () => {
  expect(lintPicture('kmapscope 1\nmachine kernel=v3.9 cpu=8\ncpu7: tick\n')).toMatch(
    /^s:2:21: unknown setting 'cpu'[^\n]*\n.*\n[ ^]*$/,
  );
});
