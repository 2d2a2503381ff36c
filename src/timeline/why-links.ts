import type { PageCode } from '../model/action.ts';
import type { Kernel } from '../model/kernel.ts';
import { isSecure, pkmapPte, tlbEntry, topPte, walk, type Machine } from '../model/machine.ts';
import { slotCpu, slotPosition, slotState } from '../model/slots.ts';
import { placeVa } from '../model/tlb.ts';
import { vaIndex, vaKind } from '../model/va.ts';
import { pageName, placeName } from '../scenario/names.ts';
import { factsOf, type Fact } from './facts.ts';
import { indices, slotsMapping } from './story/happened.ts';

/** A run up to the position that is asked about. */
export type Past = { readonly kernel: Kernel; readonly machine: Machine; readonly facts: readonly Fact[] };

/** A step of a chain, and what it has to do with what was asked. */
export type Link = { readonly step: number; readonly because: string };

const link = (step: number, because: string): Link => ({ step, because });
const links = (fact: { readonly step: number } | undefined, because: string): readonly Link[] =>
  fact === undefined ? [] : [link(fact.step, because)];

/** A slot: who wrote it, who gave it back and left it, which flush passed it by, and who made its page secure. */
export function slotLinks(past: Past, index: number): readonly Link[] {
  const { kernel, machine, facts } = past;
  const page = topPte(machine, index);
  const written = facts.findLastIndex(
    ({ event: e }) => e.type === 'pte_write' && e.table === 'fixmap' && e.index === index,
  );
  const write = facts[written];
  if (write?.event.type !== 'pte_write') return [];
  if (page === 0) return [link(write.step, `cleared it: it mapped ${pageName(kernel.config, write.event.from)}`)];
  const wrote = link(write.step, `wrote its PTE: it maps ${pageName(kernel.config, page)}`);
  const since = facts.slice(written + 1);
  const left = slotState(kernel, machine, index) === 'stray' ? leftBy(past, index, since) : [];
  return [wrote, ...left, ...secureLinks(past, page)];
}

/** Since when it is a stray, and why it still is. */
function leftBy({ kernel }: Past, index: number, since: readonly Fact[]): readonly Link[] {
  const [cpu, position] = [slotCpu(kernel, index), slotPosition(kernel, index)];
  const gaveBack = since.findLastIndex(
    ({ event: e }) => e.type === 'depth' && e.cpu === cpu && e.from > position && e.to <= position,
  );
  const inUse = factsOf(since.slice(0, Math.max(gaveBack, 0)), 'flush_cpu').findLast(({ event }) => event.of === cpu);
  const unused = since.slice(gaveBack + 1);
  const passed = passedBy(cpu, index, unused, kernel.layout.slotsPerCpu);
  return [
    ...(passed.length === 0 ? links(inUse, 'flushed the unused slots while this one was in use, and kept it') : []),
    ...links(since[gaveBack], 'gave the position back and left the PTE behind'),
    ...passed,
  ];
}

/** What should have cleared an unused slot of `cpu` and did not. */
function passedBy(cpu: number, index: number, unused: readonly Fact[], slotsPerCpu: number): readonly Link[] {
  const behind = factsOf(unused, 'flush_cpu').findLast(({ event }) => event.of === cpu && event.first > index);
  const missed = factsOf(unused, 'ipi_send').findLast(({ event }) => event.missed.includes(cpu));
  const death = factsOf(unused, 'cpu_state').findLast(({ event }) => event.cpu === cpu && event.to === 'dead');
  const swept = factsOf(unused, 'flush_cpu').some(({ step, event }) => step === death?.step && event.of === cpu);
  const first = behind === undefined ? 0 : behind.event.first % slotsPerCpu;
  return [
    ...links(behind, `swept CPU${cpu}'s strip from position ${first} on and never came to this one`),
    ...links(swept ? undefined : death, `took CPU${cpu} away, and nothing cleared its slots`),
    ...links(missed, `flushed every online CPU: CPU${cpu} was not one of them`),
  ];
}

/** Who made a page secure, if it is. */
export function secureLinks({ kernel, machine, facts }: Past, page: PageCode): readonly Link[] {
  if (!isSecure(machine, page)) return [];
  const secured = factsOf(facts, 'secure').findLast(({ event }) => event.page === page);
  return links(secured, `gave ${pageName(kernel.config, page)} to the secure world`);
}

/** A TLB entry: who wrote the PTE, who loaded it, and what changed the PTE without reaching this TLB. */
export function tlbLinks(past: Past, cpu: number, place: number): readonly Link[] {
  const { kernel, machine, facts } = past;
  const page = tlbEntry(machine, cpu, place);
  if (page === 0) return [];
  const va = placeVa(kernel, place);
  const name = placeName(kernel.config, va);
  const filled = facts.findLastIndex(({ event: e }) => e.type === 'tlb_fill' && e.cpu === cpu && e.va === va);
  const table = vaKind(va) === 'slot' ? 'fixmap' : 'pkmap';
  const writes = (fact: Fact): boolean =>
    fact.event.type === 'pte_write' && fact.event.table === table && fact.event.index === vaIndex(va);
  const changed = walk(machine, va) === page ? undefined : facts.slice(filled + 1).find(writes);
  return [
    ...links(facts.slice(0, filled).findLast(writes), `wrote the PTE of ${name}`),
    ...links(facts[filled], `made CPU${cpu} keep ${name} to ${pageName(kernel.config, page)} in its TLB`),
    ...links(changed, `changed the PTE of ${name}, and no invalidate reached CPU${cpu}'s TLB`),
  ];
}

/** A pkmap entry: who mapped it, who brought its count to what it is. */
export function pkmapLinks(past: Past, entry: number): readonly Link[] {
  const { kernel, machine, facts } = past;
  const write = factsOf(facts, 'pte_write').findLast(({ event }) => event.table === 'pkmap' && event.index === entry);
  const count = factsOf(facts, 'pkmap_count').findLast(({ event }) => event.entry === entry);
  const page = pkmapPte(machine, entry);
  const did = page === 0 ? 'cleared its PTE' : `wrote its PTE: it maps ${pageName(kernel.config, page)}`;
  const to = count?.event.to ?? 0;
  const meaning = to === 1 ? 'nobody uses it, and the PTE stays' : `${Math.max(to - 1, 0)} in use`;
  return [
    ...links(write, did),
    ...links(count, `brought its count to ${to}: ${meaning}`),
    ...(page === 0 ? [] : secureLinks(past, page)),
  ];
}

/** A page: who made it secure, and every way that still leads there. */
export function pageLinks(past: Past, page: PageCode): readonly Link[] {
  const { kernel, machine } = past;
  const { cpus, tlbPlaces, pkmapEntries } = kernel.layout;
  const slots = slotsMapping(machine, page).flatMap((index) => slotLinks(past, index));
  const entries = indices(pkmapEntries).filter((entry) => pkmapPte(machine, entry) === page);
  const mapped = [...slots, ...entries.flatMap((entry) => pkmapLinks(past, entry))];
  if (mapped.length > 0) return [...mapped, ...secureLinks(past, page)];
  const cached = indices(cpus).flatMap((cpu) =>
    indices(tlbPlaces).flatMap((place) => (tlbEntry(machine, cpu, place) === page ? tlbLinks(past, cpu, place) : [])),
  );
  return [...cached, ...secureLinks(past, page)];
}
