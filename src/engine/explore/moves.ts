import { cpuId } from '../../arm/units.ts';
import type { Action, KernelFunction, PageCode, VaCode } from '../../model/action.ts';
import type { Kernel } from '../../model/kernel.ts';
import { mapsLate } from '../../model/routines/cpu-down.ts';
import { linearVa, pkmapVa, slotVa } from '../../model/va.ts';
import type { GuardName } from './guards.ts';
import { handedPages, programMoves } from './program-moves.ts';
import { isPrograms, mapsLocally, nestsDeeper, type Operations, type Owner, type Question } from './question.ts';

/** In which situations of its CPU a move can come at all: what the explorer need not try in the others. */
export const WHEN = {
  /** The CPU is in a function. */
  inCall: 1,
  /** Interrupts are on. */
  interruptible: 2,
  /** In a handler that is not in a function. */
  inHandler: 4,
  /** Its task is in no function, or sleeps in one. */
  inTask: 8,
  /** As long as the CPU has power. */
  powered: 16,
} as const;
export const CALLER = WHEN.inHandler | WHEN.inTask;

/**
 * One thing that may happen next: an action of the model (or two that nobody can see apart), and what the environment asks before it lets it.
 * The model asks its own questions besides (refusal.ts). Together they are the whole transition system: numbered, nameable, exportable.
 */
export type Move = {
  readonly cpu: number;
  readonly actions: readonly [Action, ...Action[]];
  readonly guards: readonly GuardName[];
  /** Bits of WHEN. */
  readonly when: number;
  /** The page that it hands over or takes back, 0 for the others. */
  readonly page: PageCode;
  /** Place in the program of its CPU, -1 for what is no statement of one. */
  readonly statement: number;
};

/** The page that the free environment's driver hands over: page 0. (A lowmem page too, where that is asked: lowmemHanded.) */
export const HANDED: PageCode = 1;

/** Every move there is, CPU by CPU; a move's number is its place. */
export function movesOf(kernel: Kernel, question: Question): readonly Move[] {
  const { does, reductions } = question;
  return Array.from({ length: kernel.layout.cpus }, (_, cpu) => [
    ...goingOn(cpu, question),
    ...(isPrograms(does) ? programMoves(question.owner, does[cpu] ?? [], cpu) : freeMoves(kernel, question, does, cpu)),
    ...(reductions.tlbSets ? [] : hardwareMoves(kernel, question, cpu)),
  ]).flat();
}

export const moveOf = (
  action: Action,
  when: number,
  guards: readonly GuardName[] = [],
  page: PageCode = 0,
  statement = -1,
): Move => ({ cpu: action.cpu, actions: [action], guards, when, page, statement });

export const callOf = (cpu: number, fn: KernelFunction, a = 0, b = 0): Action & { readonly type: 'call' } => ({
  type: 'call',
  cpu: cpuId(cpu),
  fn,
  a,
  b,
});

/** What a CPU does of itself: the next line of what it is in, and the interrupts that other CPUs sent it. */
function goingOn(cpu: number, { owner, config }: Question): readonly Move[] {
  const promised: readonly GuardName[] = [
    ...(owner === 'quiesces' ? (['strays left alone'] as const) : []),
    ...(owner !== 'careless' && mapsLate(config) ? (['page kept by callbacks'] as const) : []),
  ];
  return [
    moveOf({ type: 'tick', cpu: cpuId(cpu) }, WHEN.inCall, promised),
    moveOf({ type: 'handle_IPI', cpu: cpuId(cpu) }, WHEN.interruptible),
  ];
}

/** Any CPU may do anything at any time, within what the operations allow. */
function freeMoves(kernel: Kernel, question: Question, does: Operations, cpu: number): readonly Move[] {
  const maps = mapMoves(kernel, question, cpu);
  return [
    ...(does.irq ? irqMoves(question, maps, cpu) : []),
    moveOf(callOf(cpu, 'kunmap_atomic'), CALLER),
    ...maps,
    ...(mapsLocally(question) ? localMoves(kernel, question, cpu) : []),
    ...handedPages(question).flatMap((page) => driverMoves(question.owner, cpu, page)),
    ...(does.hotplug ? hotplugMoves(kernel, cpu) : []),
  ];
}

function mapMoves(kernel: Kernel, question: Question, cpu: number): readonly Move[] {
  const { config, owner } = question;
  // What kmap_atomic answers of a lowmem page is where it is anyway.
  const pages = Array.from({ length: kernel.layout.highPages }, (_, i) => i + 1);
  const room: GuardName = nestsDeeper(question) ? 'room for all but one' : 'room';
  const types = config.switches.index_owner === 'type' ? Array.from({ length: config.sizes.slots }, (_, i) => i) : [0];
  return pages.flatMap((page) =>
    types.map((type) => {
      const guards: readonly GuardName[] = types.length > 1 ? [room, 'next type'] : [room];
      return moveOf(callOf(cpu, 'kmap_atomic', page, type), CALLER, [...guards, ...keeping(owner)]);
    }),
  );
}

/** A task that maps, may sleep meanwhile, and unmaps. */
function localMoves(kernel: Kernel, question: Question, cpu: number): readonly Move[] {
  const guards: readonly GuardName[] = ['not atomic', nestsDeeper(question) ? 'room for all but one' : 'room'];
  return [
    ...Array.from({ length: kernel.layout.highPages }, (_, i) =>
      moveOf(callOf(cpu, 'kmap_local_page', i + 1), WHEN.inTask, [...guards, ...keeping(question.owner)]),
    ),
    moveOf(callOf(cpu, 'kunmap_local'), WHEN.inTask, ['not atomic']),
  ];
}

/** What the owner of a page that is or will be secure asks of those who map pages. */
export const keeping = (owner: Owner): readonly GuardName[] => (owner === 'careless' ? [] : ['page kept']);

/** What he promises when its flush starts. */
export const HANDING: Readonly<Record<Owner, readonly GuardName[]>> = {
  careless: [],
  naive: ['page unused'],
  quiesces: ['page unused', 'strays settled'],
};

/**
 * An interrupt and what its handler does first are one move where lines are merged: before that first thing nobody can tell that it came.
 * Its return then goes with the end of its last call.
 */
function irqMoves({ reductions }: Question, maps: readonly Move[], cpu: number): readonly Move[] {
  const irq: Action = { type: 'irq', cpu: cpuId(cpu) };
  if (reductions.merge) {
    const when = WHEN.interruptible;
    return maps.map((map) => ({ ...map, actions: [irq, ...map.actions], guards: ['one irq', ...map.guards], when }));
  }
  return [
    moveOf(irq, WHEN.interruptible, ['one irq']),
    moveOf({ type: 'irq_return', cpu: cpuId(cpu) }, WHEN.inHandler),
  ];
}

function driverMoves(owner: Owner, cpu: number, page: PageCode): readonly Move[] {
  const protect: readonly GuardName[] = ['driver free', 'page not secure', ...HANDING[owner]];
  return [
    moveOf(callOf(cpu, 'secure_buffer_change_chunk', page), WHEN.inTask, protect, page),
    moveOf(callOf(cpu, 'secure_unprotect', page), WHEN.inTask, ['from a task', 'driver free', 'page secure'], page),
  ];
}

/** One operation at a time: a second would only wait for cpu_hotplug.lock. What the kernel answers with an errno alone is left out. */
function hotplugMoves(kernel: Kernel, cpu: number): readonly Move[] {
  const others = Array.from({ length: kernel.layout.cpus }, (_, other) => other).filter((other) => other !== cpu);
  const mayGo = others.filter((other) => other > 0 || kernel.config.switches.cpu0_offline === 'allowed');
  return [
    ...mayGo.map((other) => moveOf(callOf(cpu, 'cpu_down', other), WHEN.inTask, ['hotplug free', 'target online'])),
    ...mayGo.map((other) => moveOf(callOf(cpu, 'cpu_up', other), WHEN.inTask, ['hotplug free', 'target dead'])),
  ];
}

/** What hardware may do of itself with each address that somebody can have mapped. */
function hardwareMoves(kernel: Kernel, question: Question, cpu: number): readonly Move[] {
  const { pte, tlb, evict } = question.hardware;
  const by: readonly GuardName[] = pte && tlb ? [] : pte ? ['not in the TLB'] : ['in the TLB'];
  return addresses(kernel, question).flatMap((va) => [
    ...(pte || tlb ? [moveOf({ type: 'speculate', cpu: cpuId(cpu), va }, WHEN.powered, by)] : []),
    ...(evict ? [moveOf({ type: 'evict', cpu: cpuId(cpu), va }, WHEN.powered)] : []),
  ]);
}

/**
 * The slots, and the one beyond the last strip where nesting too deep writes it; under programs all that are beyond, and the pkmap entries;
 * the linear map of what is handed over.
 */
function addresses({ layout }: Kernel, question: Question): readonly VaCode[] {
  const { cpus, slotsPerCpu, windowSlots, pkmapEntries, highPages } = layout;
  const upTo = (count: number, va: (i: number) => VaCode): readonly VaCode[] =>
    Array.from({ length: count }, (_, i) => va(i));
  const low = handedPages(question).filter((page) => page > highPages);
  const slots = isPrograms(question.does) ? windowSlots : cpus * slotsPerCpu + (nestsDeeper(question) ? 1 : 0);
  return [...upTo(slots, slotVa), ...upTo(pkmapEntries, pkmapVa), ...low.map(linearVa)];
}
