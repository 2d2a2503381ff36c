import { CPU, FRAME_CELLS, OWNER, WORLD, type Field, type Layout } from '../../model/layout.ts';

/** Which of a machine's cells are whose. */
export const run = (from: number, length: number): readonly number[] => Array.from({ length }, (_, i) => from + i);
const nth = ({ at, each }: Field, i: number): number => at + i * each;

export const worldCell = ({ world }: Layout, what: keyof typeof WORLD): number => world.at + WORLD[what];
export const cpuCell = ({ perCpu }: Layout, cpu: number, what: keyof typeof CPU): number =>
  nth(perCpu, cpu) + CPU[what];
export const frameCells = ({ frames }: Layout, cpu: number, depth: number): readonly number[] =>
  run(nth(frames, cpu) + depth * FRAME_CELLS, FRAME_CELLS);
export const ownerCell = ({ perOwner }: Layout, owner: number, what: keyof typeof OWNER): number =>
  nth(perOwner, owner) + OWNER[what];
export const heldCells = ({ held, limits }: Layout, owner: number): readonly number[] =>
  run(nth(held, owner), limits.held);
export const topPteCells = ({ topPtes, windowSlots }: Layout): readonly number[] => run(topPtes.at, windowSlots);
export const secureCells = ({ secure, pages }: Layout): readonly number[] => run(secure.at, pages);
export const tlbCells = ({ tlb, tlbPlaces }: Layout, cpu: number): readonly number[] => run(nth(tlb, cpu), tlbPlaces);
/** How many statements of its program a CPU has begun: behind the machine, where there are programs. */
export const begunCells = ({ size, cpus }: Layout, cells: number): readonly number[] =>
  cells > size ? run(size, cpus) : [];

export const cpusOf = ({ cpus }: Layout): readonly number[] => run(0, cpus);
export const ownersOf = ({ owners }: Layout): readonly number[] => run(0, owners);
export const depthsOf = ({ limits }: Layout): readonly number[] => run(0, limits.frames);

/** What a CPU is in: how deep, and each frame wholly. */
export const stackCells = (layout: Layout, cpu: number): readonly number[] => [
  cpuCell(layout, cpu, 'frameTop'),
  ...depthsOf(layout).flatMap((depth) => frameCells(layout, cpu, depth)),
];

/**
 * Cells that say little without each other: which functions are nested on a CPU, that interrupts are off in some of them, and how far its
 * program has come by then; a function, its line and its arguments; how many addresses somebody holds, and each of them.
 */
export function groupsOf(layout: Layout, cells: number): readonly (readonly number[])[] {
  const fnCells = (cpu: number): readonly number[] =>
    depthsOf(layout).map((depth) => frameCells(layout, cpu, depth)[0] ?? 0);
  return [
    ...cpusOf(layout).flatMap((cpu) => [
      [
        cpuCell(layout, cpu, 'frameTop'),
        cpuCell(layout, cpu, 'irqDepth'),
        ...fnCells(cpu),
        ...begunCells(layout, cells).slice(cpu, cpu + 1),
      ],
      ...depthsOf(layout).map((depth) => frameCells(layout, cpu, depth)),
    ]),
    ...ownersOf(layout).flatMap((owner) =>
      heldCells(layout, owner).map((cell) => [ownerCell(layout, owner, 'heldCount'), cell]),
    ),
  ];
}

/** How far these may count: the index of an owner, the addresses that it holds, the uses of a pkmap entry. */
export type Most = { readonly idx: number; readonly held: number; readonly count: number };

/** Cells that only count up and down, and how far they may at most: where a machine would go beyond, the export says that it is mistaken. */
export function boundsOf(layout: Layout, most: Most): ReadonlyMap<number, number> {
  const { frames, held } = layout.limits;
  const counts = layout.pkmapEntries === 0 ? [] : run(layout.pkmapCounts.at, layout.pkmapEntries);
  return new Map([
    ...cpusOf(layout).flatMap((cpu): [number, number][] => [
      [cpuCell(layout, cpu, 'preempt'), frames + held],
      [cpuCell(layout, cpu, 'irqDepth'), frames],
    ]),
    ...ownersOf(layout).flatMap((owner): [number, number][] => [
      [ownerCell(layout, owner, 'idx'), most.idx],
      [ownerCell(layout, owner, 'heldCount'), most.held],
    ]),
    ...counts.map((cell): [number, number] => [cell, most.count]),
  ]);
}

/** A name for a run of cells, for whoever reads the export. */
export type Named = {
  readonly name: string;
  readonly cells: readonly number[];
  readonly says: string;
  readonly means: 'function' | 'number';
};

/** Every cell under a name, in the order of the block. */
export function namesOf(layout: Layout, cells: number): readonly Named[] {
  return runsOf(layout, cells)
    .filter((named) => named.cells.length > 0)
    .map((named) => ({ ...named, means: /^fn[0-9]+$/.test(named.name) ? 'function' : 'number' }));
}

type Run = Omit<Named, 'means'>;

function runsOf(layout: Layout, cells: number): readonly Run[] {
  const each = (what: keyof typeof CPU): readonly number[] => cpusOf(layout).map((cpu) => cpuCell(layout, cpu, what));
  const owned = (what: keyof typeof OWNER): readonly number[] =>
    ownersOf(layout).map((owner) => ownerCell(layout, owner, what));
  const { pkmapEntries } = layout;
  return [
    ...WORLD_NAMES.map(([what, name, says]) => ({ name, cells: [worldCell(layout, what)], says })),
    {
      name: 'secure',
      cells: secureCells(layout),
      says: 'by page - 1: 1 the secure world has it, 2 mapped strongly ordered',
    },
    {
      name: 'top_pte',
      cells: topPteCells(layout),
      says: `by slot, ${layout.slotsPerCpu} for each CPU: the page that the PTE maps, 0 pte_none`,
    },
    {
      name: 'pkmap_pte',
      cells: run(layout.pkmapPtes.at, pkmapEntries),
      says: 'by pkmap entry: the page that the PTE maps',
    },
    { name: 'pkmap_count', cells: run(layout.pkmapCounts.at, pkmapEntries), says: 'pkmap_count[]' },
    ...CPU_NAMES.map(([what, name, says]) => ({ name, cells: each(what), says: `by CPU: ${says}` })),
    ...cpusOf(layout).flatMap((cpu) => cpuNames(layout, cpu)),
    {
      name: 'kmap_atomic_idx',
      cells: owned('idx'),
      says: layout.taskOwned ? 'by task: kmap_ctrl.idx' : 'by CPU: __kmap_atomic_idx',
    },
    { name: 'held', cells: owned('heldCount'), says: 'how many addresses were given out and not given back' },
    { name: 'last_cpu', cells: owned('lastCpu'), says: 'by task: 1 + the CPU it last ran on' },
    ...ownersOf(layout).flatMap((owner) => ownerNames(layout, owner)),
    {
      name: 'begun',
      cells: begunCells(layout, cells),
      says: 'by CPU: how many statements of its program it has begun',
    },
  ];
}

const WORLD_NAMES: readonly (readonly [keyof typeof WORLD, string, string])[] = [
  ['stopMachine', 'stop_machine', '1 + the CPU that stop_machine takes down, 0 none'],
  ['hotplugLock', 'hotplug_lock', '1 + the CPU whose task holds cpu_hotplug.lock'],
  ['fault', 'fault_page', 'the page of the first access that the firewall refused, 0 none'],
  ['faultVa', 'fault_va', 'where'],
  ['faultCpu', 'fault_cpu', 'who'],
  ['bug', 'bug', 'number of the first BUG_ON that fired, 0 none'],
  ['down', 'down', '1: the whole system is gone'],
  ['lastPkmapNr', 'last_pkmap_nr', 'last_pkmap_nr'],
  ['kmapLock', 'kmap_lock', '1 + the CPU that holds kmap_lock'],
];

const CPU_NAMES: readonly (readonly [keyof typeof CPU, string, string])[] = [
  ['state', 'cpu_state', '0 dead, 1 online, 2 dying, 3 starting, 4 stopped at a BUG'],
  ['preempt', 'preempt_count', 'preempt_count'],
  ['irqDepth', 'irqs_off', 'how many reasons keep interrupts off'],
  ['frameTop', 'nested', 'how many functions and interrupts are nested'],
  ['ipiLow', 'ipi_pending', 'a bit for each CPU that called it'],
  ['ipiHigh', 'ipi_pending_high', 'the same for CPUs 16 and up'],
  ['abort', 'abort_pending', 'an asynchronous abort is pending'],
  ['tlbVictim', 'tlb_victim', 'the next entry that a full TLB gives up'],
  ['task', 'current_task', 'the task that runs'],
  ['frozen', 'frozen', 'taken down by suspend'],
];

function cpuNames(layout: Layout, cpu: number): readonly Run[] {
  const part = (place: number): readonly number[] =>
    depthsOf(layout).map((depth) => frameCells(layout, cpu, depth)[place] ?? 0);
  const by = `CPU ${cpu}, by nesting:`;
  return [
    { name: `fn${cpu}`, cells: part(0), says: `${by} the function, 0 none` },
    { name: `pc${cpu}`, cells: part(1), says: `${by} its line` },
    { name: `a${cpu}`, cells: part(2), says: `${by} its first argument` },
    { name: `b${cpu}`, cells: part(3), says: `${by} its second argument, or loop variable` },
    { name: `local${cpu}`, cells: part(4), says: `${by} its local` },
    {
      name: `tlb${cpu}`,
      cells: tlbCells(layout, cpu),
      says: `TLB of CPU ${cpu}, by slot: the page it translates to, 0 no entry`,
    },
  ];
}

function ownerNames(layout: Layout, owner: number): readonly Run[] {
  const { pteval, taskOwned, slotsPerCpu } = layout;
  const who = taskOwned ? `task ${owner}` : `CPU ${owner}`;
  return [
    { name: `held${owner}`, cells: heldCells(layout, owner), says: `${who}: the addresses, oldest first: 1 + slot` },
    ...(taskOwned
      ? [{ name: `pteval${owner}`, cells: run(nth(pteval, owner), slotsPerCpu), says: `${who}: kmap_ctrl.pteval[]` }]
      : []),
  ];
}
