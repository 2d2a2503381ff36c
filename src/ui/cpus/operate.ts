import { lineFor, type Chosen } from '../../state/operations.ts';
import { chosenPage } from '../../state/selectors.ts';
import type { CpuView, Frame, OperationView } from '../../timeline/frame.ts';
import { OPERATIONS, type Operation } from '../../timeline/operations.ts';
import { shortPage } from '../../viz/stage-data.ts';
import { useCommands, useGetState } from '../shared/app.ts';
import type { MenuItem, MenuSection } from '../shared/menus.ts';

/** What an operation is done with: a page, a place that is mapped, or nothing. */
export type Takes = 'page' | 'place' | 'nothing';

const TAKES: { readonly [O in Operation]?: Takes } = {
  kmap_atomic: 'page',
  kmap_atomic_pfn: 'page',
  kmap_local_page: 'page',
  kmap: 'page',
  kunmap: 'page',
  copy_highpage: 'page',
  dma_clean: 'page',
  secure_protect: 'page',
  secure_unprotect: 'page',
  secure_buffer_change_chunk: 'page',
  dma_alloc_attrs: 'page',
  dma_free_attrs: 'page',
  read: 'place',
  speculate: 'place',
  evict: 'place',
};

export const takesOf = (operation: Operation): Takes => TAKES[operation] ?? 'nothing';

export type Operate = (operation: Operation, chosen: Partial<Chosen> & { readonly cpu: number }) => void;

/** Does an operation: the CPU and the page it was done with become the chosen ones, and the scenario gains its line. */
export function useOperate(): Operate {
  const commands = useCommands();
  const getState = useGetState();
  return (operation, { cpu, page = chosenPage(getState()), place = null }) => {
    // What it does is what is done last: it is shown, unless the reader chose this very CPU to be shown whatever is done.
    if (getState().cpu !== cpu) commands.followCpu();
    commands.choosePage(page);
    const line = lineFor(getState(), operation, { cpu, page, place });
    if (line !== null) void commands.append(line);
  };
}

export function operationOf(cpu: CpuView, operation: Operation): OperationView | undefined {
  return cpu.operations.find(({ fn }) => fn === operation);
}

/** The pages an operation could take, as a grid of choices; each says what maps it and whether it is secure. */
export function pageSections(frame: Frame, choose: (page: string) => void): readonly MenuSection[] {
  const item = ({ page, name, secure }: Frame['pages'][number]): MenuItem => {
    const state = secure ? 'secure' : (frame.slots.find((slot) => slot.page === page)?.state ?? '');
    return { label: name, ...(state === '' ? {} : { hint: state }), run: () => choose(name), mono: true };
  };
  const high = frame.pages.filter(({ low }) => !low).slice(0, 64);
  const low = frame.pages.filter((page) => page.low).slice(0, 16);
  return [
    { title: 'highmem page', items: high.map(item), columns: 2 },
    ...(low.length === 0 ? [] : [{ title: 'lowmem page', items: low.map(item), columns: 2 }]),
  ];
}

/** The places an access could go through: every slot and pkmap entry that maps something, and one that maps nothing. */
export function placeSections(frame: Frame, choose: (place: string) => void): readonly MenuSection[] {
  const slots = frame.slots
    .filter(({ state }) => state !== 'none')
    .map((slot): MenuItem => {
      const name = `cpu${String(slot.cpu)}.slot${String(slot.slot)}`;
      const hint = `${shortPage(frame, slot.page)} ${slot.exposed ? 'exposed' : slot.state}`;
      return { label: name, hint, run: () => choose(name), mono: true };
    });
  const entries = frame.pkmap.map(({ entry, page, count }): MenuItem => {
    const name = `pkmap${String(entry)}`;
    return {
      label: name,
      hint: `${shortPage(frame, page)}, count ${String(count)}`,
      run: () => choose(name),
      mono: true,
    };
  });
  const empty = frame.slots.find(({ state }) => state === 'none');
  const nowhere = empty === undefined ? [] : [`cpu${String(empty.cpu)}.slot${String(empty.slot)}`];
  return [
    { title: 'through', items: [...slots, ...entries] },
    {
      title: slots.length + entries.length === 0 ? 'nothing is mapped' : null,
      items: nowhere.map((name) => ({ label: name, hint: 'none', run: () => choose(name), mono: true })),
    },
  ].filter(({ items }) => items.length > 0);
}

const GROUPS: readonly { readonly title: string; readonly operations: readonly Operation[] }[] = [
  {
    title: 'map',
    operations: [
      'kmap_atomic',
      'kunmap_atomic',
      'kmap_local_page',
      'kunmap_local',
      'kmap_atomic_pfn',
      'kmap',
      'kunmap',
      'copy_highpage',
      'dma_clean',
      'read',
    ],
  },
  {
    title: 'flush and protect',
    operations: [
      'kmap_atomic_flush_unused',
      'kmap_flush_unused',
      'secure_buffer_change_chunk',
      'secure_protect',
      'secure_unprotect',
      'dma_alloc_attrs',
      'dma_free_attrs',
    ],
  },
  { title: 'hardware', operations: ['speculate', 'evict', 'irq', 'irq_return', 'handle_IPI', 'take_abort'] },
  {
    title: 'hotplug and scheduling',
    operations: ['cpu_down', 'cpu_up', 'disable_nonboot_cpus', 'enable_nonboot_cpus', 'schedule'],
  },
  { title: 'line by line', operations: ['tick', 'finish'] },
];

/** Every operation the engine speaks of for this CPU, by subject; those that take something open a further menu. */
export function allSections(frame: Frame, cpu: CpuView, operate: Operate): readonly MenuSection[] {
  const known = OPERATIONS.filter((operation) => operationOf(cpu, operation) !== undefined);
  return GROUPS.map(({ title, operations }) => ({
    title,
    items: operations.filter((one) => known.includes(one)).map((one) => itemOf(frame, cpu, one, operate)),
  })).filter(({ items }) => items.length > 0);
}

function itemOf(frame: Frame, { cpu, operations }: CpuView, operation: Operation, operate: Operate): MenuItem {
  const view = operations.find(({ fn }) => fn === operation);
  const disabled = view?.enabled === true ? null : (view?.reason ?? 'Not possible here.');
  const base = { label: operation, mono: true, disabled };
  switch (takesOf(operation)) {
    case 'page':
      return {
        ...base,
        items: pageSections(frame, (page) => operate(operation, { cpu, page })).flatMap(({ items }) => items),
      };
    case 'place':
      return {
        ...base,
        items: placeSections(frame, (place) => operate(operation, { cpu, place })).flatMap(({ items }) => items),
      };
    case 'nothing':
      return { ...base, run: () => operate(operation, { cpu }) };
  }
}
