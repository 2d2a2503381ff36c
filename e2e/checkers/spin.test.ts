import { assert, expect, test } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { everyAsk, exploring, inOneGo, type Answer } from '../../src/engine/explore/explore.ts';
import { exportQuestion } from '../../src/engine/explore/export.ts';
import { freeQuestion, type FreeChoice } from '../../src/engine/explore/free-question.ts';
import { scenarioQuestion } from '../../src/engine/explore/programs.ts';
import { HARDWARE_MAY, NO_HARDWARE, RAW, type Hardware, type Question } from '../../src/engine/explore/question.ts';
import { plainName } from '../../src/interop/printing.ts';
import { promelaOf } from '../../src/interop/promela.ts';
import { load } from '../../src/scenario/lint.ts';
import { hasSpin, panOf } from './spin.ts';

// Spin visits what `kmapscope export --to promela` prints, ours what the model's own step does. Without merging, sets and symmetry both
// must find the same states and transitions, to the last one, and the same verdicts.

const CALM = { irq: false, hotplug: false };
const NO_IRQ = { irq: false };
const NO_HOTPLUG = { hotplug: false };

/** Sizes as small as show what the kernel is there for; every preset, every owner, with and without each of what can happen. */
const CHOICES: readonly FreeChoice[] = [
  { kernel: 'rfc-v2', cpus: 1, pages: 2, slots: 2 },
  { kernel: 'rfc-v2', cpus: 2, pages: 1, slots: 1, hardware: NO_HARDWARE },
  { kernel: 'rfc-v2', cpus: 2, pages: 2, slots: 1, operations: CALM },
  { kernel: 'rfc-v2', cpus: 2, pages: 1, slots: 2, operations: CALM, hardware: NO_HARDWARE, owner: 'careless' },
  { kernel: 'rfc-v2', cpus: 2, pages: 1, slots: 1, operations: NO_HOTPLUG, owner: 'naive' },
  { kernel: 'rfc-v2', cpus: 3, pages: 1, slots: 1, operations: CALM, hardware: NO_HARDWARE },
  { kernel: 'rfc-v1', cpus: 2, pages: 1, slots: 1, operations: NO_IRQ },
  { kernel: 'rfc-no-hook', cpus: 2, pages: 1, slots: 1, operations: NO_IRQ },
  { kernel: 'rfc-no-hook', cpus: 2, pages: 1, slots: 1, operations: NO_IRQ, hardware: NO_HARDWARE, owner: 'careless' },
  { kernel: 'v2.6.32', cpus: 2, pages: 1, slots: 1, operations: NO_IRQ, owner: 'naive' },
  { kernel: 'v2.6.32', cpus: 1, pages: 1, slots: 2 },
  { kernel: 'v2.6.37-rc', cpus: 1, pages: 2, slots: 2 },
  {
    kernel: 'v2.6.37-rc',
    cpus: 2,
    pages: 1,
    slots: 2,
    operations: { hotplug: false, driver: false },
    hardware: NO_HARDWARE,
  },
  { kernel: 'v3.9', cpus: 2, pages: 1, slots: 1, operations: CALM },
  { kernel: 'v3.9-debug', cpus: 1, pages: 2, slots: 2 },
  { kernel: 'v3.14', cpus: 2, pages: 1, slots: 1, operations: CALM },
  { kernel: 'v3.14-rt', cpus: 2, pages: 1, slots: 1, operations: CALM },
  { kernel: 'vendor-3.18', cpus: 2, pages: 1, slots: 3, operations: { ...CALM }, hardware: NO_HARDWARE },
  { kernel: 'vendor-3.18-corrected', cpus: 2, pages: 1, slots: 1, operations: CALM },
  { kernel: 'vendor-3.18.20', cpus: 2, pages: 1, slots: 1, operations: CALM },
  { kernel: 'vendor-4.4', cpus: 2, pages: 1, slots: 1, operations: CALM },
  { kernel: 'vendor-4.9', cpus: 2, pages: 1, slots: 1, operations: CALM },
  { kernel: 'v6.1', cpus: 2, pages: 1, slots: 2, operations: CALM },
  { kernel: 'v6.1', cpus: 1, pages: 2, slots: 3, owner: 'careless' },
  { kernel: 'v6.1-debug', cpus: 2, pages: 1, slots: 3, operations: CALM },
  { kernel: 'fixed', cpus: 2, pages: 1, slots: 1, operations: NO_IRQ },
  { kernel: 'rfc-dead-hook', cpus: 2, pages: 1, slots: 1, operations: NO_IRQ },
  { kernel: 'vendor-4.4', cpus: 2, pages: 1, slots: 1, operations: CALM, hardware: { evict: false } },
  { kernel: 'vendor-4.4', cpus: 2, pages: 1, slots: 1, operations: CALM, hardware: { tlb: false } },
  { kernel: 'v3.14', cpus: 2, pages: 1, slots: 1, operations: CALM, hardware: { tlb: false, evict: false } },
  { kernel: 'rfc-v2', cpus: 1, pages: 2, slots: 2, hardware: { pte: false } },
  { kernel: 'rfc-v2', changes: { kunmap_clears: 'always' }, cpus: 2, pages: 1, slots: 1, operations: NO_IRQ },
  { kernel: 'rfc-v2', cpus: 2, pages: 1, slots: 1, operations: { ...CALM, deeper: true } },
  { kernel: 'v3.9-debug', cpus: 2, pages: 1, slots: 1, operations: { ...CALM, deeper: true }, owner: 'careless' },
  { kernel: 'v6.1', cpus: 2, pages: 1, slots: 2, operations: { ...CALM, deeper: true, local: true } },
  { kernel: 'rfc-v2', cpus: 1, pages: 1, slots: 2, operations: { lowmem: true } },
  {
    kernel: 'rfc-v2',
    cpus: 2,
    pages: 1,
    slots: 1,
    operations: { ...CALM, lowmem: true },
    hardware: { tlb: false, evict: false },
  },
  {
    kernel: 'rfc-v2',
    changes: { late_callback: 'maps' },
    cpus: 2,
    pages: 1,
    slots: 1,
    operations: NO_IRQ,
    owner: 'naive',
  },
  {
    kernel: 'rfc-v2',
    changes: { late_callback: 'maps' },
    cpus: 2,
    pages: 1,
    slots: 1,
    operations: NO_IRQ,
    hardware: NO_HARDWARE,
  },
  {
    kernel: 'rfc-dead-hook',
    changes: { index_owner: 'task' },
    cpus: 2,
    pages: 1,
    slots: 1,
    operations: { irq: false, local: true },
  },
];

/** What an operation sequence may be besides: pkmap, an interrupt in between, a task that sleeps with a mapping in hand. */
const SCENARIOS: readonly (readonly [string, string])[] = [
  [
    'pkmap, and a driver that flushes it',
    `kmapscope 1
machine kernel=rfc-v2 cpus=2 pages=2 pkmap=3
cpu0: kmap(page0)
cpu1: kmap_atomic(page0)
cpu1: kunmap_atomic()
cpu0: kunmap(page0)
cpu0: secure_buffer_change_chunk(page0)
`,
  ],
  [
    'an interrupt that maps between a map and its unmap',
    `kmapscope 1
machine kernel=vendor-4.4 cpus=2 pages=2
cpu0: kmap_atomic(page0)
cpu0: irq
cpu0: kmap_atomic(page1)
cpu0: kunmap_atomic()
cpu0: irq_return
cpu0: kunmap_atomic()
cpu1: kmap_atomic_flush_unused()
cpu1: secure_protect(page0)
`,
  ],
  [
    'a hook on CPU_DEAD that reads the index of a task which holds a mapping',
    `kmapscope 1
machine kernel=rfc-dead-hook cpus=2 pages=2 index_owner=task
cpu0: kmap_local_page(page1)
cpu1: kmap_local_page(page0)
cpu1: kunmap_local()
cpu0: cpu_down(cpu1)
cpu0: kunmap_local()
cpu0: secure_buffer_change_chunk(page0)
`,
  ],
  [
    'a driver that hands a page over while cpu_down sleeps',
    `kmapscope 1
machine kernel=rfc-dead-hook cpus=2 pages=1
cpu1: kmap_atomic(page0)
cpu1: kunmap_atomic()
cpu0: enter cpu_down(cpu1)
cpu0: tick
cpu0: tick
cpu0: tick
cpu0: tick
cpu1: finish
cpu0: secure_buffer_change_chunk(page0)
`,
  ],
  [
    'addresses that are given back by name, and not the newest first',
    `kmapscope 1
machine kernel=v3.9 cpus=2 pages=2
cpu0: kmap_atomic(page0)
cpu0: kmap_atomic(page1)
cpu0: kunmap_atomic(cpu0.slot0)
cpu0: kunmap_atomic(cpu0.slot1)
cpu1: kmap_atomic(page1)
cpu1: secure_protect(page0)
cpu1: kunmap_atomic(0xfff10000)
`,
  ],
];

/** Beside that what hardware may do with what code has read: its TLB keeps it. */
const READ = `kmapscope 1
machine kernel=vendor-4.4 cpus=2 pages=2
cpu1: kmap_atomic(page0)
cpu0: read(cpu1.slot0)
cpu1: kunmap_atomic()
cpu1: secure_buffer_change_chunk(page0)
cpu0: kmap_atomic(page1)
`;
const WITH_HARDWARE: readonly (readonly [string, string, Partial<Hardware>])[] = [
  ...SCENARIOS.map(([name, scenario]) => [name, scenario, {}] as const),
  ...HARDWARE_MAY.map(
    (only) => [`code that reads, and hardware: ${only}`, READ, { ...NO_HARDWARE, [only]: true }] as const,
  ),
];

const text = ({ changes, cpus, pages, slots, owner = 'quiesces', operations, hardware, kernel }: FreeChoice): string =>
  [
    `${kernel}${Object.entries(changes ?? {})
      .map(([key, value]) => ` ${key}=${value}`)
      .join('')}`,
    `${cpus} CPUs ${pages} pages ${slots} slots, owner ${owner}`,
    ...(['irq', 'hotplug', 'driver'] as const)
      .filter((name) => operations?.[name] === false)
      .map((name) => `no ${name}`),
    ...(['deeper', 'local', 'lowmem'] as const).filter((name) => operations?.[name] === true),
    ...HARDWARE_MAY.filter((what) => hardware?.[what] === false).map((what) => `no ${what}`),
  ].join(', ');

const isMet = (verdict: string): boolean => verdict === 'violated' || verdict === 'found';

/** States, transitions and what is met, by ours and by Spin. */
function bothWays(question: Question): { readonly ours: object; readonly spins: object; readonly answer: Answer } {
  const asks = everyAsk(question);
  const answer = inOneGo(exploring(question, asks));
  const exported = exportQuestion(question, asks);
  assert(exported.ok);
  const system = exported.value;
  const pan = panOf(promelaOf(system));
  const all = pan.run('states');
  const met = system.properties.flatMap(({ name }, i) => (pan.run(plainName(system, i)).error === null ? [] : [name]));
  pan.end();
  const ours = answer.properties.filter(({ verdict }) => isMet(verdict)).map(({ name }) => name);
  return {
    ours: { states: answer.states, transitions: answer.transitions, met: ours, error: null },
    // Spin counts coming to the initial state as a transition.
    spins: { states: all.states, transitions: all.transitions - 1, met, error: all.error },
    answer,
  };
}

test.runIf(hasSpin).each(CHOICES.map((choice) => [text(choice), choice] as const))(
  'Spin finds the same states, transitions and verdicts: %s',
  (_, choice) => {
    const { ours, spins, answer } = bothWays(freeQuestion({ ...choice, reductions: RAW }));
    expect(answer.status).toBe('complete');
    expect(answer.states).toBeGreaterThan(1000);
    expect(spins).toEqual(ours);
  },
);

test.runIf(hasSpin).each(WITH_HARDWARE)(
  'Spin finds the same for the operations of a scenario: %s',
  (_, scenario, hardware) => {
    const loaded = load(scenario);
    const { kernel, config } = present(loaded.ok ? loaded : null, 'a scenario');
    const asked = scenarioQuestion(present(loaded.ok ? loaded.scenario : null, 'a scenario'), {
      kernel,
      config,
      hardware,
      reductions: RAW,
    });
    const { ours, spins } = bothWays(present(asked.ok ? asked.value : null, 'a question'));
    expect(spins).toEqual(ours);
  },
);

test('as many configurations as were promised, and every owner among them', () => {
  expect(CHOICES.length).toBeGreaterThanOrEqual(20);
  expect(new Set(CHOICES.map(({ owner = 'quiesces' }) => owner)).size).toBe(3);
});
