import { expect, test } from 'vitest';
import { BUGS } from '../model/call.ts';
import { NO_COSTS } from '../model/cost.ts';
import {
  recordBug,
  recordFault,
  setPkmapCount,
  setTlbEntry,
  storePkmapPte,
  storeTopPte,
  tlbPlace,
} from '../model/machine.ts';
import { machineFromText } from '../model/text.ts';
import { linearVa, pkmapVa, slotVa } from '../model/va.ts';
import { checkExpect } from './expect.ts';
import { parseStatement } from './parse.ts';
import { applySettings } from './settings.ts';

const { config } = applySettings([
  { key: 'kernel', value: 'v3.9' },
  { key: 'cpus', value: '3' },
  { key: 'slots', value: '4' },
  { key: 'pages', value: '8' },
  { key: 'low', value: '1' },
  { key: 'pkmap', value: '4' },
]);

/**
 * cpu0 uses slot 0, its slot 1 and cpu1's slot 0 are stray, cpu2 is dead with a stray to the secure page5, which is also pkmap1 with nobody
 * using it; pkmap2 is in use. cpu1's TLB remembers cpu2's slot.
 */
function example(): ReturnType<typeof machineFromText> {
  const { kernel, machine } = machineFromText(
    config,
    `cpu0 online depth=1 | page2* page3~ .
     cpu1 online depth=0 | page3~ .      .
     cpu2 dead   depth=0 | page5~ .      .
     secure page5 low0`,
  );
  storePkmapPte(machine, 1, 6);
  setPkmapCount(machine, 1, 1);
  storePkmapPte(machine, 2, 7);
  setPkmapCount(machine, 2, 3);
  setTlbEntry(machine, 1, tlbPlace(machine.layout, slotVa(8)), 6);
  return { kernel, machine };
}

/** `yes` or `no`, and what was found, for an expectation on the machine that `change` has changed. */
function ask(
  question: string,
  change: (machine: ReturnType<typeof example>['machine']) => void = () => undefined,
): string {
  const statement = parseStatement(`expect ${question}`);
  if (!statement.ok || statement.value.type !== 'expect') throw new Error(`not an expectation: ${question}`);
  const { kernel, machine } = example();
  change(machine);
  const costs = { ...NO_COSTS, pte_writes: 16, ipis: 2 };
  const { holds, found } = checkExpect(kernel, machine, costs, statement.value);
  return `${holds ? 'yes' : 'no'}: ${found}`;
}

test.each([
  ['live(cpu0.slot0)', 'yes: cpu0.slot0 is live, maps page2'],
  ['stray(cpu0.slot0)', 'no: cpu0.slot0 is live, maps page2'],
  ['stray(cpu0.slot1)', 'yes: cpu0.slot1 is stray, maps page3'],
  ['none(cpu0.slot2)', 'yes: cpu0.slot2 is none'],
  ['none(cpu1.slot0)', 'no: cpu1.slot0 is stray, maps page3'],
  ['none(cpu3.slot0)', 'yes: cpu3.slot0 is none'],
  ['not stray(cpu1.slot0)', 'no: cpu1.slot0 is stray, maps page3'],
  ['not live(cpu1.slot0)', 'yes: cpu1.slot0 is stray, maps page3'],
  ['stray(pkmap1)', 'yes: pkmap1 is stray, maps page5'],
  ['live(pkmap2)', 'yes: pkmap2 is live, maps page6'],
  ['none(pkmap0)', 'yes: pkmap0 is none'],
  ['live(linear(low0))', 'yes: linear(low0) is live, maps low0'],
  ['none(linear(page3))', 'yes: linear(page3) is none'],
  ['live(linear(page3))', 'no: linear(page3) is none'],
  ['maps(cpu1.slot0, page3)', 'yes: cpu1.slot0 is stray, maps page3'],
  ['maps(cpu1.slot0, page4)', 'no: cpu1.slot0 is stray, maps page3'],
  ['maps(linear(low0), low0)', 'yes: linear(low0) is live, maps low0'],
  ['depth(cpu0)=1', 'yes: the depth of cpu0 is 1'],
  ['depth(cpu1)=1', 'no: the depth of cpu1 is 0'],
  ['online(cpu0, cpu1)', 'yes: cpu0 is online, cpu1 is online'],
  ['online(cpu0, cpu2)', 'no: cpu2 is dead'],
  ['not online(cpu2)', 'yes: cpu2 is dead'],
  ['secure(page5)', 'yes: page5 is secure'],
  ['secure(page3)', 'no: page3 is not secure'],
  ['exposed(page5)', 'yes: page5 is secure, and cpu2.slot0, pkmap1 map it'],
  ['exposed(page3)', 'no: page3 is not secure'],
  ['exposed(low0)', 'yes: low0 is secure, and linear(low0) maps it'],
  ['cached(cpu1, cpu2.slot0)', 'yes: the TLB of cpu1 holds page5 for cpu2.slot0'],
  ['cached(cpu0, cpu2.slot0)', 'no: the TLB of cpu0 holds nothing for cpu2.slot0'],
  ['cached(cpu0, linear(low0))', 'no: the TLB of cpu0 holds nothing for linear(low0)'],
  ['fault', 'no: the firewall has refused no access'],
  ['no_fault', 'yes: the firewall has refused no access'],
  ['no_stray', 'no: cpu0.slot1, cpu1.slot0, cpu2.slot0 and 1 more are stray'],
  ['bug', 'no: no BUG_ON has fired'],
  ['not bug', 'yes: no BUG_ON has fired'],
  ['pkmap_count(pkmap2)=3', 'yes: the pkmap_count of pkmap2 is 3'],
  ['pkmap_count(pkmap1)=2', 'no: the pkmap_count of pkmap1 is 1'],
  ['cost(pte_writes)=16', 'yes: cost(pte_writes) is 16'],
  ['cost(ipis)=3', 'no: cost(ipis) is 2'],
])('expect %s', (question, answer) => {
  expect(ask(question)).toBe(answer);
});

test('a fault and a BUG are remembered', () => {
  const fault = (machine: ReturnType<typeof example>['machine']): void => recordFault(machine, 2, pkmapVa(1), 6);
  expect(ask('fault', fault)).toBe('yes: the firewall has refused cpu2 an access to page5 through pkmap1');
  expect(ask('no_fault', fault)).toBe('no: the firewall has refused cpu2 an access to page5 through pkmap1');
  expect(ask('fault', (m) => recordFault(m, 0, linearVa(9), 9))).toContain('low0 through linear(low0)');
  expect(ask('bug', (m) => recordBug(m, 1 + BUGS.indexOf('nesting')))).toBe('yes: a BUG_ON has fired: nesting');
});

test('a page is exposed by its last valid PTE, and by none it is not', () => {
  const clear = (machine: ReturnType<typeof example>['machine']): void => {
    storeTopPte(machine, 8, 0);
    storePkmapPte(machine, 1, 0);
  };
  expect(ask('exposed(page5)', (m) => storeTopPte(m, 8, 0))).toBe('yes: page5 is secure, and pkmap1 maps it');
  expect(ask('exposed(page5)', clear)).toBe('no: page5 is secure, and no valid PTE maps it');
});

test('with no PTE left behind nothing is stray', () => {
  const sweep = (machine: ReturnType<typeof example>['machine']): void => {
    for (const index of [1, 4, 8]) storeTopPte(machine, index, 0);
    storePkmapPte(machine, 1, 0);
  };
  expect(ask('no_stray', sweep)).toBe('yes: no place is stray');
});

test('what this machine does not have never holds, with not or without', () => {
  const missing = 'there is no CPU 7: this machine has CPUs 0 to 2';
  expect(ask('depth(cpu7)=0')).toBe(`no: ${missing}`);
  expect(ask('not depth(cpu7)=0')).toBe(`no: ${missing}`);
  expect(ask('not maps(cpu0.slot0, page9)')).toBe(
    'no: there is no page9: this machine has page0 to page7; pages=10 on the machine line makes room',
  );
});
