import { cpuId } from '../../arm/units.ts';
import { present } from '../../base/assert.ts';
import type { KernelFunction, PageCode } from '../../model/action.ts';
import type { GuardName } from './guards.ts';
import type { Handover } from './in-use.ts';
import { callOf, CALLER, HANDED, HANDING, keeping, moveOf, WHEN, type Move } from './moves.ts';
import { isPrograms, lowmemHanded, type Owner, type Programs, type ProgramStep, type Question } from './question.ts';

type Program = Programs[number];

const MAPS: readonly KernelFunction[] = [
  'kmap_atomic',
  'kmap_atomic_pfn',
  'kmap_local_page',
  'kmap',
  'copy_highpage',
  'dma_clean',
];
const HANDS_OVER: readonly KernelFunction[] = ['secure_buffer_change_chunk', 'secure_protect'];
const FLUSHES: readonly KernelFunction[] = ['kmap_flush_unused', 'kmap_atomic_flush_unused'];

/** Pages that may become secure. */
export function handedPages(question: Question): readonly PageCode[] {
  const { does } = question;
  if (!isPrograms(does)) return does.driver ? [HANDED, lowmemHanded(question)].filter((page) => page > 0) : [];
  const pages = does.flat().flatMap((step) => (step.type === 'call' && HANDS_OVER.includes(step.fn) ? [step.a] : []));
  return [...new Set(pages)].sort((a, b) => a - b);
}

/** Where programs hand pages over: the request, and the flushes right before it, which are its. */
export function handoversOf({ does }: Question): readonly Handover[] {
  return isPrograms(does) ? does.flatMap((program, cpu) => handoversIn(program, cpu)) : [];
}

function handoversIn(program: Program, cpu: number): readonly Handover[] {
  return program.flatMap((step, last): readonly Handover[] => {
    if (step.type !== 'call' || !HANDS_OVER.includes(step.fn)) return [];
    let first = last;
    while (first > 0 && isFlush(present(program[first - 1], 'a statement'))) first--;
    return [{ cpu, first, last, page: step.a }];
  });
}

const isFlush = (step: ProgramStep): boolean => step.type === 'call' && FLUSHES.includes(step.fn);

/** The statements of one CPU's program, in order: a call when the one before it has returned or sleeps, an interrupt at any time after that. */
export function programMoves(owner: Owner, program: Program, cpu: number): readonly Move[] {
  const handovers = handoversIn(program, cpu);
  return program.map((step, statement) => {
    const page = handovers.find(({ first }) => first === statement)?.page ?? 0;
    return programMove(owner, step, cpu, page, statement);
  });
}

function programMove(owner: Owner, step: ProgramStep, at: number, page: PageCode, statement: number): Move {
  const cpu = cpuId(at);
  const waits: readonly GuardName[] = step.meanwhile === true ? [] : ['call returned'];
  switch (step.type) {
    case 'irq':
      return moveOf({ type: 'irq', cpu }, WHEN.interruptible, [], 0, statement);
    case 'irq_return':
      return moveOf({ type: 'irq_return', cpu }, WHEN.inHandler, [], 0, statement);
    case 'schedule':
      return moveOf({ type: 'schedule', cpu, task: step.task }, WHEN.inTask, waits, 0, statement);
    case 'call': {
      const promises = MAPS.includes(step.fn) ? keeping(owner) : page > 0 ? HANDING[owner] : [];
      return moveOf(callOf(at, step.fn, step.a, step.b), CALLER, [...waits, ...promises], page, statement);
    }
  }
}
