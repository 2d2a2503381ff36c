import { expect, test } from 'vitest';
import { runScenario } from './testing/run.ts';
import { STORY } from './testing/story.ts';

const under = (kernel: string): string => STORY.replace('kernel=rfc-no-hook', `kernel=${kernel}`);

test('the story of the mail: without the hotplug callback the page is exposed and any CPU faults', () => {
  expect(runScenario(STORY)).toEqual([
    'yes expect stray(cpu1.slot0) — cpu1.slot0 is stray, maps page3',
    'yes expect exposed(page3) — page3 is secure, and cpu1.slot0 maps it',
    'yes expect fault — the firewall has refused cpu2 an access to page3 through cpu1.slot0',
  ]);
});

test('with the callback the two exposing expectations are reversed', () => {
  const reversed = under('rfc-v2')
    .replace('expect exposed(page3)', 'expect not exposed(page3)')
    .replace('expect fault', 'expect not fault');
  expect(runScenario(reversed)).toEqual([
    'yes expect stray(cpu1.slot0) — cpu1.slot0 is stray, maps page3',
    'yes expect not exposed(page3) — page3 is secure, and no valid PTE maps it',
    expect.stringContaining('cpu2: speculate(cpu1.slot0) — nothing: '),
    'yes expect not fault — the firewall has refused no access',
  ]);
  expect(runScenario(under('rfc-v2')).filter((line) => line.startsWith('NO'))).toHaveLength(2);
});

test('a highmem page has no linear address: speculating there finds no translation and says so', () => {
  expect(
    runScenario(
      'kmapscope 1\ncpu0: secure_protect(page1)\ncpu0: speculate(linear(page1))\nexpect none(linear(page1))\nexpect no_fault\n',
    ),
  ).toEqual([
    expect.stringContaining('cpu0: speculate(linear(page1)) — nothing: '),
    'yes expect none(linear(page1)) — linear(page1) is none',
    'yes expect no_fault — the firewall has refused no access',
  ]);
});

test('an address is the slot it lies in', () => {
  expect(
    runScenario(`kmapscope 1
machine kernel=v3.9 cpus=2
cpu1: kmap_atomic(page3)
expect live(0xfff10abc)
cpu1: kunmap_atomic(0xfff10000)
expect maps(0xfff10000, page3)
expect stray(cpu1.slot0)
`),
  ).toEqual([
    'yes expect live(0xfff10abc) — cpu1.slot0 is live, maps page3',
    'yes expect maps(0xfff10000, page3) — cpu1.slot0 is stray, maps page3',
    'yes expect stray(cpu1.slot0) — cpu1.slot0 is stray, maps page3',
  ]);
});
