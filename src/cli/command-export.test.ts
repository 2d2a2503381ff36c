import { expect, test } from 'vitest';
import { cli, STORY } from './testing/cli.ts';

const SMALL = '--kernel rfc-v2 --cpus 1 --pages 1 --slots 1';

test('export --to promela prints a model for Spin, and how to run it', () => {
  const { code, out, err } = cli(`export --to promela ${SMALL}`);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain(
    'rfc-v2 with 1 CPU, 1 page, 1 slot; every CPU may do anything at any time, without suspend, pkmap',
  );
  expect(out).toContain('spin -o2 -a kmap.pml');
  expect(out).toContain(':: d_step { /* cpu0: enter kmap_atomic(page0) */');
  expect(out).toContain('/* kmap_atomic: set_top_pte: store the PTE of the page */');
  expect(out).toContain('never no_pte_maps_secure {');
});

test('export --to tla prints a module for TLC with its configuration', () => {
  const { code, out } = cli(`export --to tla ${SMALL} --property no_bug`);
  expect(code).toBe(0);
  expect(out).toMatch(/^-+ MODULE kmap -+\n[^]*\\\* {3}INVARIANT no_bug\n\n=+$/);
});

test('export --to json prints the same system as data', () => {
  const { code, out } = cli(`export --to json ${SMALL}`);
  expect(code).toBe(0);
  const system = JSON.parse(out) as { readonly moves: readonly { readonly says: string }[] };
  expect(system.moves.map(({ says }) => says)).toContain('cpu0: tick');
});

test('the operations of a scenario are exported as well, and only the properties asked for', () => {
  const { code, out } = cli(['export', 'story', '--to', 'promela', '--property', 'not stray(cpu1.slot0)'], {
    story: STORY,
  });
  expect(code).toBe(0);
  expect(out).toContain(':: d_step { /* cpu0: enter cpu_down(cpu1) */');
  expect(out).toContain('never property_0 {');
  expect(out.match(/^never /gm)).toHaveLength(2);
});

test('what is left out of the question has no moves in the export', () => {
  const { code, out } = cli(`export --to promela ${SMALL} --no-irq --hardware pte`);
  expect(code).toBe(0);
  expect(out).toContain(
    'without interrupts, suspend, pkmap, kmap_local and lowmem, nesting no deeper than its slots; hardware may walk PTEs, but not use TLB',
  );
  expect(out).toContain('/* cpu0: speculate(cpu0.slot0) */');
  expect(out).not.toMatch(/cpu0: (irq|evict)/);
});

test.each([
  ['export', "required option '--to <format>'"],
  ['export --to dot', "'dot' is invalid"],
  ['export --to promela --cpus 99', 'cpus is 1 to 4 here'],
  ['export --to promela --kernel v9', 'there is no kernel v9'],
  ['export --to promela --property nonsense', "'nonsense' is no property"],
  ['export nowhere --to promela', 'there is no such file'],
])('%s: exit code 2, and why', (command, why) => {
  const { code, err } = cli(command);
  expect(code).toBe(2);
  expect(err).toContain(why);
});
