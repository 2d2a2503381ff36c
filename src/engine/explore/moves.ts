import { cpuId } from '../../arm/units.ts';
import type { Action, KernelFunction, PageCode } from '../../model/action.ts';
import type { Kernel } from '../../model/kernel.ts';
import { slotVa } from '../../model/va.ts';
import type { GuardName } from './guards.ts';
import { isPrograms, type Operations, type Owner, type Programs, type ProgramStep, type Question } from './question.ts';

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
  /** Place in the program of its CPU, -1 for what is no statement of one. */
  readonly statement: number;
};

/** The page that the free environment's driver hands over: page 0. */
export const HANDED: PageCode = 1;

/** Pages that may become secure. */
export function handedPages({ does }: Question): readonly PageCode[] {
  if (!isPrograms(does)) return does.driver ? [HANDED] : [];
  const pages = does.flat().flatMap((step) => (step.type === 'call' && HANDS_OVER.includes(step.fn) ? [step.a] : []));
  return [...new Set(pages)].sort((a, b) => a - b);
}

const HANDS_OVER: readonly KernelFunction[] = ['secure_buffer_change_chunk', 'secure_protect'];

/** Every move there is, CPU by CPU; a move's number is its place. */
export function movesOf(kernel: Kernel, question: Question): readonly Move[] {
  const { does, hardware, reductions } = question;
  const cpus = Array.from({ length: kernel.layout.cpus }, (_, cpu) => cpu);
  return cpus.flatMap((cpu) => [
    ...goingOn(cpu, question.owner),
    ...(isPrograms(does) ? programMoves(question, does, cpu) : freeMoves(kernel, question, does, cpu)),
    ...(hardware && !reductions.tlbSets ? hardwareMoves(kernel, cpu) : []),
  ]);
}

const move = (action: Action, when: number, guards: readonly GuardName[] = [], statement = -1): Move => ({
  cpu: action.cpu,
  actions: [action],
  guards,
  when,
  statement,
});

const callOf = (cpu: number, fn: KernelFunction, a = 0, b = 0): Action & { readonly type: 'call' } => ({
  type: 'call',
  cpu: cpuId(cpu),
  fn,
  a,
  b,
});

/** What a CPU does of itself: the next line of what it is in, and the interrupts that other CPUs sent it. */
function goingOn(cpu: number, owner: Owner): readonly Move[] {
  return [
    move({ type: 'tick', cpu: cpuId(cpu) }, WHEN.inCall, owner === 'quiesces' ? ['strays left alone'] : []),
    move({ type: 'handle_IPI', cpu: cpuId(cpu) }, WHEN.interruptible),
  ];
}

const CALLER = WHEN.inHandler | WHEN.inTask;

/** Any CPU may do anything at any time, within what the operations allow. */
function freeMoves(kernel: Kernel, question: Question, does: Operations, cpu: number): readonly Move[] {
  const maps = mapMoves(kernel, question, cpu);
  return [
    ...(does.irq ? irqMoves(question, maps, cpu) : []),
    move(callOf(cpu, 'kunmap_atomic'), CALLER),
    ...maps,
    ...(does.driver ? driverMoves(question.owner, cpu) : []),
    ...(does.hotplug ? hotplugMoves(kernel, cpu) : []),
  ];
}

function mapMoves(kernel: Kernel, { config, owner }: Question, cpu: number): readonly Move[] {
  const pages = Array.from({ length: kernel.layout.pages }, (_, i) => i + 1);
  const types = config.switches.index_owner === 'type' ? Array.from({ length: config.sizes.slots }, (_, i) => i) : [0];
  return pages.flatMap((page) =>
    types.map((type) => {
      const guards: readonly GuardName[] = types.length > 1 ? ['room', 'next type'] : ['room'];
      return move(callOf(cpu, 'kmap_atomic', page, type), CALLER, [...guards, ...keeping(owner)]);
    }),
  );
}

const keeping = (owner: Owner): readonly GuardName[] => (owner === 'careless' ? [] : ['page kept']);

/**
 * An interrupt and what its handler does first are one move where lines are merged: before that first thing nobody can tell that it came.
 * Its return then goes with the end of its last call.
 */
function irqMoves({ reductions }: Question, maps: readonly Move[], cpu: number): readonly Move[] {
  const irq: Action = { type: 'irq', cpu: cpuId(cpu) };
  if (!reductions.merge) {
    return [move(irq, WHEN.interruptible, ['one irq']), move({ type: 'irq_return', cpu: cpuId(cpu) }, WHEN.inHandler)];
  }
  return maps.map((map) => ({
    ...map,
    actions: [irq, ...map.actions],
    guards: ['one irq', ...map.guards],
    when: WHEN.interruptible,
  }));
}

function driverMoves(owner: Owner, cpu: number): readonly Move[] {
  const promises: Readonly<Record<Owner, readonly GuardName[]>> = {
    careless: [],
    naive: ['page unused'],
    quiesces: ['page unused', 'strays settled'],
  };
  return [
    move(callOf(cpu, 'secure_buffer_change_chunk', HANDED), WHEN.inTask, [
      'driver free',
      'page not secure',
      ...promises[owner],
    ]),
    move(callOf(cpu, 'secure_unprotect', HANDED), WHEN.inTask, ['driver free', 'page secure']),
  ];
}

/** One operation at a time: a second would only wait for cpu_hotplug.lock. What the kernel answers with an errno alone is left out. */
function hotplugMoves(kernel: Kernel, cpu: number): readonly Move[] {
  const others = Array.from({ length: kernel.layout.cpus }, (_, other) => other).filter((other) => other !== cpu);
  const mayGo = others.filter((other) => other > 0 || kernel.config.switches.cpu0_offline === 'allowed');
  return [
    ...mayGo.map((other) => move(callOf(cpu, 'cpu_down', other), WHEN.inTask, ['hotplug free', 'target online'])),
    ...mayGo.map((other) => move(callOf(cpu, 'cpu_up', other), WHEN.inTask, ['hotplug free', 'target dead'])),
  ];
}

/** ARM DDI 0487 G5.8.1: any CPU, any valid address, at any time. */
function hardwareMoves(kernel: Kernel, cpu: number): readonly Move[] {
  const { cpus, slotsPerCpu } = kernel.layout;
  return Array.from({ length: cpus * slotsPerCpu }, (_, index) => slotVa(index)).flatMap((va) => [
    move({ type: 'speculate', cpu: cpuId(cpu), va }, WHEN.powered),
    move({ type: 'evict', cpu: cpuId(cpu), va }, WHEN.powered),
  ]);
}

/** The statements of one CPU's program, in order: a call when the one before it has returned, an interrupt at any time after that. */
function programMoves({ owner }: Question, programs: Programs, cpu: number): readonly Move[] {
  return (programs[cpu] ?? []).map((step, i) => programMove(owner, step, cpu, i));
}

const MAPS: readonly KernelFunction[] = [
  'kmap_atomic',
  'kmap_atomic_pfn',
  'kmap_local_page',
  'kmap',
  'copy_highpage',
  'dma_clean',
];

function programMove(owner: Owner, step: ProgramStep, at: number, statement: number): Move {
  const cpu = cpuId(at);
  switch (step.type) {
    case 'irq':
      return move({ type: 'irq', cpu }, WHEN.interruptible, [], statement);
    case 'irq_return':
      return move({ type: 'irq_return', cpu }, WHEN.inHandler, [], statement);
    case 'schedule':
      return move({ type: 'schedule', cpu, task: step.task }, WHEN.inTask, ['call returned'], statement);
    case 'call': {
      const promises = MAPS.includes(step.fn) ? keeping(owner) : HANDS_OVER.includes(step.fn) ? handing(owner) : [];
      return move(callOf(cpu, step.fn, step.a, step.b), CALLER, ['call returned', ...promises], statement);
    }
  }
}

function handing(owner: Owner): readonly GuardName[] {
  if (owner === 'careless') return [];
  return owner === 'naive' ? ['page unused'] : ['page unused', 'strays settled'];
}
