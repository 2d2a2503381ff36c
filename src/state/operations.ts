import { hotplugActor, type Operation } from '../timeline/operations.ts';
import type { Frame, OperationView } from '../timeline/frame.ts';
import { hasObject } from './looked-at.ts';
import { chosenCpu, chosenPage, mainFrame } from './selectors.ts';
import type { State } from './state.ts';

/** What an operation is to be done with, where it takes something. */
export type Chosen = { readonly cpu: number; readonly page: string; readonly place: string | null };

/** What is chosen now: the CPU, the page, and the place that is looked at, if it is one. */
export function chosenOf(state: State): Chosen {
  const { selection } = state;
  const frame = mainFrame(state);
  const isHere = selection !== null && (frame === null || hasObject(frame, selection));
  const isPlace = isHere && /^(cpu\d+\.slot\d+|pkmap\d+|linear\(.*\)|0x[0-9a-f]+)$/.test(selection);
  return { cpu: chosenCpu(state), page: chosenPage(state), place: isPlace ? selection : null };
}

/** The scenario line that does an operation with what is chosen; null before there is a machine, or when no CPU is left to do it. */
export function lineFor(state: State, operation: Operation, chosen: Chosen = chosenOf(state)): string | null {
  const lane = state.session?.lanes[0];
  if (lane === undefined) return null;
  const { cpu, page } = chosen;
  const says = (what: string): string => `cpu${cpu}: ${what}`;
  const place = (): string => chosen.place ?? placeOfPage(lane.frame, page) ?? `cpu${cpu}.slot0`;
  switch (operation) {
    case 'cpu_down':
    case 'cpu_up': {
      const actor = hotplugActor(lane.frame.cpus, cpu) ?? cpu;
      return `cpu${actor}: ${operation}(cpu${cpu})`;
    }
    case 'kmap_atomic':
    case 'kmap_local_page':
    case 'kmap_atomic_pfn':
    case 'kmap':
    case 'kunmap':
    case 'secure_protect':
    case 'secure_unprotect':
    case 'secure_buffer_change_chunk':
    case 'dma_alloc_attrs':
    case 'dma_free_attrs':
      return says(`${operation}(${page})`);
    case 'copy_highpage':
      return says(`copy_highpage(${pageAfter(lane.frame, page)}, ${page})`);
    case 'dma_clean':
      return says(`dma_clean(${page}..${lastPageLike(lane.frame, page)})`);
    case 'read':
    case 'speculate':
    case 'evict':
      return says(`${operation}(${place()})`);
    case 'schedule':
      return says(`schedule(task${nextTask(lane.frame, cpu)})`);
    case 'kunmap_atomic':
    case 'kunmap_local':
    case 'kmap_atomic_flush_unused':
    case 'kmap_flush_unused':
    case 'disable_nonboot_cpus':
    case 'enable_nonboot_cpus':
      return says(`${operation}()`);
    case 'irq':
    case 'irq_return':
    case 'handle_IPI':
    case 'take_abort':
    case 'tick':
    case 'finish':
      return says(operation);
  }
}

/** What the engine says about an operation on a CPU: whether it could be done here, and why not. */
export function operationOn(state: State, operation: Operation, cpu: number): OperationView | null {
  const view = state.session?.lanes[0]?.frame.cpus[cpu];
  return view?.operations.find(({ fn }) => fn === operation) ?? null;
}

/** A slot that maps the page: an exposed one before a stray, a stray before a live one. */
function placeOfPage(frame: Frame, name: string): string | null {
  const code = frame.pages.find((page) => page.name === name)?.page;
  const slots = frame.slots.filter((slot) => slot.page === code);
  const best = slots.find((slot) => slot.exposed) ?? slots.find((slot) => slot.state === 'stray') ?? slots[0];
  return best === undefined ? null : `cpu${best.cpu}.slot${best.slot}`;
}

/** The page after this one, and after the last the first: where a copy goes. */
function pageAfter(frame: Frame, name: string): string {
  const alike = pagesLike(frame, name);
  return alike[(alike.indexOf(name) + 1) % alike.length] ?? name;
}

function lastPageLike(frame: Frame, name: string): string {
  return pagesLike(frame, name).at(-1) ?? name;
}

/** The pages of the same zone, highmem or lowmem. */
function pagesLike(frame: Frame, name: string): readonly string[] {
  const low = frame.pages.find((page) => page.name === name)?.low ?? false;
  return frame.pages.filter((page) => page.low === low).map((page) => page.name);
}

/** The lowest task that no CPU runs: what a CPU could switch to. */
function nextTask(frame: Frame, cpu: number): number {
  const running = frame.cpus.map(({ task }) => task);
  const own = frame.cpus[cpu]?.task ?? cpu;
  let task = 0;
  while (running.includes(task) && task <= frame.cpus.length) task += 1;
  return running.includes(task) ? own : task;
}
