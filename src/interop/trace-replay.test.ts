import { expect, test } from 'vitest';
import { replayTrace } from './trace-replay.ts';
import { IDLE, replayLines, smallTrace, V310, V61, type Raw, type Script } from './testing/small-traces.ts';

const AGREES = { differs: [], notes: [] };
const replay = (header: Raw, steps: Script): ReturnType<typeof replayLines> => replayLines(smallTrace(header, steps));

/** CPU1 holds page 0 in its slot 0. */
const MAPPED: Raw = {
  r: 'fff10000',
  pre: 1,
  held: [0, 1, 0, 0],
  idx: [0, 1, 0, 0],
  on: 15,
  pte: [[1, 0, 'fff10000', '7f98565f', '7f98545f']],
  wr: [[1, 'F', 1, 0, '00000000', '7f98565f', 'task']],
};
const UNMAPPED: Raw = { ...IDLE, r: 'fff10000' };
const CLEARED = [[1, 0, 'fff10000', '00000000', '00000000']];
const WITHOUT_1 = { ...IDLE, r: 0, on: 13 };

test('every kind of observation is counted', () => {
  const trace = smallTrace(V310, [
    ['1 map 0', MAPPED],
    ['1 unmap', UNMAPPED],
  ]);
  const found = replayTrace(trace);
  expect(found).toMatchObject({ ok: true, value: { name: 'small', kernel: 'rfc-v2', steps: 2, differing: 0 } });
  const kinds = found.ok ? Object.fromEntries(found.value.kinds.map(({ kind, compared }) => [kind, compared])) : {};
  expect(kinds).toEqual({
    header: 11,
    'carried out or refused': 2,
    'return value': 2,
    'Linux word of a slot': 128,
    'hardware word of a slot': 128,
    'words of a pkmap entry': 1024,
    pkmap_count: 1024,
    address: 1,
    depth: 8,
    'mappings held': 8,
    preempt_count: 2,
    'CPU online': 10,
    'PTE write': 3,
    'invalidate after a write': 1,
    call: 4,
  });
});

test('variant C has no flush and no hook: aflush answers ENOSYS, and the strays of a CPU that goes down stay', () => {
  const C = { ...V310, variant: 'C', config: { ...(V310['config'] as Raw), ARCH_WANT_KMAP_ATOMIC_FLUSH: false } };
  const steps = (down: Raw): Script => [
    ['1 map 0', MAPPED],
    ['1 unmap', UNMAPPED],
    ['0 aflush', { ...IDLE, r: 'ENOSYS' }],
    ['0 down 1', down],
    ['1 map 0', { r: 'ENOCPU' }],
    ['0 up 1', { ...IDLE, r: 0 }],
    ['2 peek 1 0', { ...IDLE, r: 'a507f985' }],
  ];
  expect(replay(C, steps(WITHOUT_1))).toEqual(AGREES);
  const hooked = { ...WITHOUT_1, pte: CLEARED, calls: [['dying_notifier', 1]] };
  expect(replay(C, steps(hooked)).differs).not.toEqual([]);
});

test.each<[script: string, r: string | null]>([
  ['0 map 3', 'EINVAL'],
  ['0 map -1', 'EINVAL'],
  ['0 lmap 0', 'ENOSYS'],
  ['0 unmap', 'ENONE'],
  ['0 unmapx 2', 'EINVAL'],
  ['0 kunmap 0', 'ENONE'],
  ['0 kunmap 2', null],
  ['0 down 0', 'EINVAL'],
  ['0 down 9', 'EINVAL'],
  ['0 downa 9', 'EINVAL'],
  ['0 up 1', 'EONLINE'],
  ['0 join 0', 'EINVAL'],
  ['0 irqmap 4 0', 'EINVAL'],
  ['0 irqmap 1 9', 'EINVAL'],
  ['0 irqmap2 1 0 9', 'EINVAL'],
  ['0 peek 1 16', 'EINVAL'],
  ['0 peek 1 0', 'EFAULT'],
  ['0 setpk 512', 'EINVAL'],
  ['0 setpk 511', null],
  ['0 sched 5', 'ENOSYS'],
  ['0 spin 5', null],
  ['0 pginfo', null],
])('an idle machine of 3.10 answers "%s" with %s', (script, r) => {
  expect(replay(V310, [[script, { ...IDLE, r }]])).toEqual(AGREES);
  const instead = r === null ? 'EINVAL' : 'ENOCPU';
  expect(replay(V310, [[script, { ...IDLE, r: instead }]]).differs).not.toEqual([]);
});

test('while a CPU holds an atomic mapping, kmap and hotplug are refused', () => {
  const again = { ...MAPPED, r: 'EATOMIC', pte: [], wr: [] };
  expect(
    replay(V310, [
      ['1 map 0', MAPPED],
      ['1 kmap 1', again],
      ['0 down 2', { ...again, r: 'EHELD', pre: 0 }],
    ]),
  ).toEqual(AGREES);
});

test('what the model cannot do and the kernel did is a disagreement, not a crash', () => {
  expect(replay(V310, [['1 unmap', UNMAPPED]]).differs).toContain('step 0, unmap: refusal: null, the model "ENONE"');
});

test('a cpu_down that `downa` left to a thread waits for the holder, and then may go on before anybody looks', () => {
  const waiting: Script = [
    [
      '2 map 1',
      {
        ...MAPPED,
        r: 'fff20000',
        held: [0, 0, 1, 0],
        idx: [0, 0, 1, 0],
        pte: [[2, 0, 'fff20000', '7f98665f', '7f98645f']],
        wr: [[2, 'F', 2, 0, '00000000', '7f98665f', 'task']],
      },
    ],
    ['1 map 0', { ...MAPPED, held: [0, 1, 1, 0], idx: [0, 1, 1, 0] }],
    ['1 unmap', { ...UNMAPPED, held: [0, 0, 1, 0], idx: [0, 0, 1, 0] }],
    ['0 downa 1', { ...IDLE, r: 'ESPAWNED', held: [0, 0, 1, 0], idx: [0, 0, 1, 0] }],
    ['2 unmap', { ...IDLE, r: 'fff20000' }],
  ];
  const stopper = {
    pte: CLEARED,
    wr: [[1, 'F', 1, 0, '7f98565f', '00000000', 'stopper']],
    calls: [['dying_notifier', 1]],
  };
  const atJoin: Script = [...waiting, ['0 join 0', { ...WITHOUT_1, ...stopper }]];
  expect(replay(V310, atJoin)).toEqual(AGREES);
  const before: Script = [...waiting, ['3 nop', { ...WITHOUT_1, r: null, pte: CLEARED }], ['0 join 0', WITHOUT_1]];
  expect(replay(V310, before)).toEqual({
    differs: [],
    notes: ['step 5, nop: cpu_down had gone on between two operations, and nobody recorded its writes'],
  });
  const never: Script = [...waiting, ['0 join 0', { ...WITHOUT_1, calls: [['dying_notifier', 1]] }]];
  expect(replay(V310, never).differs).not.toEqual([]);
});

test('a cpu_down in a thread cannot go on while somebody holds a mapping', () => {
  const held = { held: [0, 1, 0, 0], idx: [0, 1, 0, 0] };
  const gone: Script = [
    ['1 map 0', MAPPED],
    ['0 downa 2', { ...IDLE, ...held, r: 'ESPAWNED', on: 11 }],
  ];
  expect(replay(V310, gone).differs).toEqual(['step 1, downa: cpu2: false, the model true']);
});

/** CPU1's actor holds page 0 by kmap_local. */
const LOCAL: Raw = {
  ...IDLE,
  r: 'ffeee000',
  held: [0, 1, 0, 0],
  idx: [0, 1, 0, 0],
  pte: [[1, 0, 'ffeee000', '7f98565f', '7f98545f']],
  wr: [[1, 'F', 1, 0, '00000000', '7f98565f', 'task']],
};
const HOLDS = { ...IDLE, held: [0, 1, 0, 0], idx: [0, 1, 0, 0] };
const ASLEEP: Raw = { ...HOLDS, pte: [[1, 0, 'ffeee000', '00000000', '00000000']] };
const OUT = [1, 'F', 1, 0, '7f98565f', '00000000', 'task'];
const IN = [1, 'F', 1, 0, '00000000', '7f98565f', 'task'];

test('between its operations a task that holds a kmap_local mapping sleeps, and its slots are empty', () => {
  expect(
    replay(V61, [
      ['1 lmap 0', LOCAL],
      ['0 nop', ASLEEP],
    ]),
  ).toEqual(AGREES);
  const awake = { ...HOLDS, before: { idx: [0, 1, 0, 0], on: 15 }, wr: [OUT, IN] };
  expect(
    replay(V61, [
      ['1 lmap 0', LOCAL],
      ['1 sched 20', awake],
    ]),
  ).toEqual(AGREES);
});

test.each<[what: string, steps: Script, told: string[]]>([
  [
    'may sleep for a moment in kunmap',
    [['1 kunmap 2', { ...HOLDS, wr: [OUT, IN] }]],
    [
      'step 1, kunmap: the PTE writes show that the task on cpu1 was switched out',
      'step 1, kunmap: the PTE writes show that the task on cpu1 was switched in',
    ],
  ],
  [
    'may run for a moment while another CPU is busy',
    [['0 nop', { ...ASLEEP, wr: [IN, OUT] }]],
    [
      'step 1, nop: the PTE writes show that the task on cpu1 was switched in',
      'step 1, nop: the PTE writes show that the task on cpu1 was switched out',
    ],
  ],
  [
    'may be caught running, its switch unseen, and be recorded going back to sleep',
    [
      ['0 nop', HOLDS],
      ['0 nop', { ...ASLEEP, wr: [OUT] }],
    ],
    [
      'step 1, nop: the slots show that the task on cpu1 was switched in',
      'step 2, nop: the PTE writes show that the task on cpu1 was switched out',
    ],
  ],
])('a task of 6.1 %s, and the replay says so', (_what, steps, notes) => {
  expect(replay(V61, [['1 lmap 0', LOCAL], ...steps])).toEqual({ differs: [], notes });
});

test('a PTE write of 6.1 that no switch would make is not explained away', () => {
  const wrong = [1, 'F', 1, 3, '7f98565f', '00000000', 'task'];
  expect(
    replay(V61, [
      ['1 lmap 0', LOCAL],
      ['0 nop', { ...ASLEEP, wr: [wrong] }],
    ]).differs,
  ).not.toEqual([]);
});

test('6.1: a read beside which a sleeper woke saw the PTE before that or after, and nothing else', () => {
  const slot = [1, 0, 'ffeee000'];
  const steps = (r: string): Script => [
    [
      '1 lmap 0',
      {
        ...{ r: 'ffeee000', pre: 0, held: [0, 1, 0, 0], idx: [0, 1, 0, 0], on: 15 },
        pte: [[...slot, '7f98565f', '7f98545f']],
        wr: [[1, 'F', 1, 0, '00000000', '7f98565f', 'task']],
      },
    ],
    ['0 nop', { ...IDLE, held: [0, 1, 0, 0], idx: [0, 1, 0, 0], pte: [[...slot, '00000000', '00000000']] }],
    ['2 peek 1 0', { ...IDLE, r, held: [0, 1, 0, 0], idx: [0, 1, 0, 0], pte: [[...slot, '7f98565f', '7f98545f']] }],
  ];
  for (const r of ['EFAULT', 'a507f985']) expect(replay(V61, steps(r)).differs).toEqual([]);
  expect(replay(V61, steps('a507f986')).differs).toHaveLength(1);
});
