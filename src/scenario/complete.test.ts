import { expect, test } from 'vitest';
import { complete } from './complete.ts';
import { parseStatement } from './parse.ts';
import { applySettings, KERNEL_NAMES, SETTING_KEYS } from './settings.ts';
import { OPERATION_NAMES, PREDICATE_NAMES } from './vocabulary.ts';

const machine = (...settings: readonly string[]): ReturnType<typeof applySettings>['config'] =>
  applySettings(
    settings.map((text) => {
      const [key = '', value = ''] = text.split('=');
      return { key, value };
    }),
  ).config;

const config = machine('cpus=2', 'pages=2', 'low=1', 'slots=2', 'pkmap=2');

/** What could be written at the end of the line, as `from: labels`. */
function offered(before: string, on = config): string {
  const completion = complete(before, on);
  return completion === null
    ? 'nothing'
    : `${completion.from}: ${completion.candidates.map(({ label }) => label).join(' ')}`;
}

const OPERATIONS = OPERATION_NAMES.join(' ');
const PREDICATES = PREDICATE_NAMES.join(' ');

test.each([
  ['', '0: title note machine expect cpu0 cpu1'],
  ['  ti', '2: title note machine expect cpu0 cpu1'],
  ['cpu1: ', `6: ${OPERATIONS} enter`],
  ['cpu1: kmap_a', `6: ${OPERATIONS} enter`],
  ['cpu1: kmap_atomic(', '18: page0 page1 low0'],
  ['cpu1: kmap_atomic(pa', '18: page0 page1 low0'],
  ['cpu1: kmap_atomic(page1, ', 'nothing'],
  ['cpu1: copy_highpage(page1,', '26: page0 page1 low0'],
  ['cpu1: copy_highpage(page1, page0,', 'nothing'],
  ['cpu1: dma_clean(page0..', '23: page0 page1 low0'],
  ['cpu1: cpu_down(c', '15: cpu0 cpu1'],
  ['cpu1: kunmap_atomic(', '20: slot0 slot1 cpu0 cpu1 pkmap0 pkmap1 linear dma'],
  ['cpu1: kunmap_atomic(cpu0.', '25: slot0 slot1'],
  ['cpu1: kunmap_atomic(cpu0.sl', '25: slot0 slot1'],
  ['cpu1: speculate(linear(', '23: page0 page1 low0'],
  ['cpu1: speculate(', '16: slot0 slot1 cpu0 cpu1 pkmap0 pkmap1 linear dma'],
  ['cpu1: speculate(slot0 ', 'nothing'],
  ['cpu1: kmap_atomic(page1)', 'nothing'],
  ['cpu1: kmap_flush_unused(', 'nothing'],
  ['cpu1: tick', `6: ${OPERATIONS} enter`],
  ['cpu1: tick ', 'nothing'],
  ['cpu1: schedule(', 'nothing'],
  ['cpu1 ', 'nothing'],
  ['expect ', `7: ${PREDICATES} not`],
  ['expect not ', `11: ${PREDICATES}`],
  ['expect stray(', '13: cpu0 cpu1 pkmap0 pkmap1 linear dma'],
  ['expect maps(cpu0.slot1, p', '24: page0 page1 low0'],
  ['expect online(cpu0, ', '20: cpu0 cpu1'],
  ['expect pkmap_count(', '19: pkmap0 pkmap1'],
  ['expect cost(pte', '12: pte_writes pte_reads tlb_flushes ipis notifiers barriers'],
  ['expect depth(cpu0)=', 'nothing'],
  ['machine ', `8: ${SETTING_KEYS.join(' ')}`],
  ['machine cpus=4 ke', `15: ${SETTING_KEYS.filter((key) => key !== 'cpus').join(' ')}`],
  ['machine kernel=', `15: ${KERNEL_NAMES.join(' ')}`],
  ['machine kernel=v2.6.37-r', `15: ${KERNEL_NAMES.join(' ')}`],
  ['machine cpus=2 flush= ch', '22: none unconditional checked checked_range'],
  ['machine cpus=', 'nothing'],
  ['machine foo=', 'nothing'],
  ['# cpu1: ', 'nothing'],
  ['title "cpu', 'nothing'],
  ['nonsense ', 'nothing'],
])('%j', (before, candidates) => {
  expect(offered(before)).toBe(candidates);
});

test('only a call can be entered', () => {
  expect(offered('cpu1: enter ')).toBe(
    `12: ${OPERATION_NAMES.slice(0, OPERATION_NAMES.indexOf('speculate')).join(' ')}`,
  );
});

test('what this machine does not have is not offered, and lists stay short', () => {
  expect(offered('cpu1: read(', machine('cpus=1', 'slots=1', 'pkmap=0', 'low=0'))).toBe('11: slot0 cpu0 dma');
  expect(offered('cpu1: kmap_atomic(', machine('pages=1000', 'low=0')).split(' ')).toHaveLength(33);
  expect(offered('cpu0: schedule(', machine('kernel=v6.1', 'cpus=1', 'tasks=1'))).toBe('15: task0 task1');
  expect(offered('cpu0: kmap_atomic(page0, ', machine('kernel=v2.6.32'))).toContain('KM_USER0');
});

test('every candidate has something to insert and a word to say', () => {
  for (const before of ['', 'cpu0: ', 'expect ', 'machine ', 'machine kernel=', 'machine debug=', 'cpu0: read(']) {
    for (const { label, insert, help } of complete(before, config)?.candidates ?? []) {
      expect(insert.startsWith(label), label).toBe(true);
      expect(help, label).not.toBe('');
    }
  }
});

test('an operation that takes nothing is complete once it is inserted', () => {
  const inserted = complete('cpu0: ', config)?.candidates.filter(({ insert }) => !/[( ]$/.test(insert)) ?? [];
  expect(inserted.length).toBeGreaterThan(8);
  for (const { insert } of inserted) expect(parseStatement(`cpu0: ${insert}`)).toMatchObject({ ok: true });
});

test('a value of the machine line says what it does and where that was read', () => {
  const helpOf = (before: string, label: string): string =>
    complete(before, config)?.candidates.find((candidate) => candidate.label === label)?.help ?? 'nothing';
  expect(helpOf('machine page_tlbi=', 'local')).toMatch(/^TLBIMVA: this CPU’s TLB alone \(.*tlbflush\.h/);
  expect(helpOf('machine kernel=', 'rfc-v2')).toMatch(
    /^Looks first .* \(V3\.4, V3\.10 arch\/arm\/mm\/highmem\.c; recorded/,
  );
});
