import { expect, test } from 'vitest';
import { cli, jsonOf, STORY } from './testing/cli.ts';

test('one schedule under several kernels: where they part, what each costs, how each ends', () => {
  const { code, out, err } = cli('compare a --kernel rfc-no-hook --kernel rfc-v2', { a: STORY });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatchInlineSnapshot(`
    "They part at step 4, a:8: cpu0: cpu_down(cpu1)
      rfc-no-hook  CPU0 takes CPU1 down: it is offline; 1 PTE of it stays in the shared table.
      rfc-v2       CPU0 takes CPU1 down: it is offline; the hook clears 1 slot, nothing of it stays mapped.
    cpu1 slot 0: stray, page 3 in rfc-no-hook; none in rfc-v2.
    Something more differs after step 6.

                 PTE writes  PTE reads  TLB local  TLB broadcast  TLB range  barriers  IPIs  notifier calls  modelled cycles
    rfc-no-hook           1          0          0              2          0         6     0               4            1,170
    rfc-v2                2         16          0              3          0         9     0               4            1,424

    rfc-no-hook: the firewall refused an access; still mapped though secure: page3; 2 of 2 expectations hold
      cpu0 online depth=0 | .      .      .
      cpu1 dead   depth=0 | page3~ .      .
      secure page3

    rfc-v2: no fault; no secure page is reachable by a PTE; 1 of 2 expectations hold
      cpu0 online depth=0 | . . .
      cpu1 dead   depth=0 | . . .
      secure page3"
  `);
});

test('with one kernel named, its own comes first', () => {
  const lanes = jsonOf(cli('compare --json a --kernel rfc-v1', { a: STORY })).filter(({ type }) => type === 'lane');
  expect(lanes.map(({ kernel }) => kernel)).toEqual(['rfc-no-hook', 'rfc-v1']);
});

test('kernels that do the same never part', () => {
  const ran = cli('compare a --kernel v3.9 --kernel rfc-no-hook', { a: STORY });
  expect(ran.out.split('\n')[0]).toBe('The kernels never part: every step leaves the same picture.');
  const [parting] = jsonOf(cli('compare --json a --kernel v3.9 --kernel v3.9', { a: STORY }));
  expect(parting).toEqual({
    kmapscope: 1,
    type: 'divergence',
    step: null,
    line: null,
    text: null,
    lanes: [],
    contrast: null,
    differs: [],
    again: [],
  });
});

test('a kernel may be named with switches; what one of them refuses is an outcome and the lanes go on', () => {
  const text = 'kmapscope 1\nmachine kernel=v6.1\ncpu0: kmap_local_page(page0)\ncpu0: kunmap_local()\n';
  const lines = jsonOf(cli(['compare', '--json', 'a', '--kernel', 'v6.1', '--kernel', 'v3.9 debug=on'], { a: text }));
  expect(lines[0]).toMatchObject({
    step: 1,
    line: 3,
    lanes: [{ outcome: 'done' }, { kernel: 'v3.9 debug=on', outcome: 'refused' }],
    contrast: 'This step: done in v6.1; refused in v3.9 debug=on.',
    differs: [
      { object: 'cpu0.slot0', words: ['live, page 0', 'none'] },
      { object: 'cpu0.depth', words: ['1', '0'] },
    ],
    again: [2],
  });
  expect(lines.slice(1)).toMatchObject([{ refused: 0 }, { refused: 2 }]);
});

test('cycles are the costs weighted: by our assumption, or as one says; what is not a weight is unusable input', () => {
  const [, ...usual] = jsonOf(cli('compare --json a --kernel rfc-no-hook --kernel rfc-v2', { a: STORY }));
  expect(usual).toMatchObject([
    {
      costs: { pte_writes: 1, pte_reads: 0, tlb_broadcast: 2, barriers: 6, notifiers: 4 },
      cycles: 10 + 120 + 240 + 800,
    },
    {
      costs: { pte_writes: 2, pte_reads: 16, tlb_broadcast: 3, barriers: 9, notifiers: 4 },
      cycles: 20 + 64 + 180 + 360 + 800,
    },
  ]);
  const weights = 'notifiers=0,pte_reads=100';
  const [, own] = jsonOf(cli(['compare', '--json', 'a', '--kernel', 'v3.9', '--weights', weights], { a: STORY }));
  expect(own).toMatchObject({ kernel: 'rfc-no-hook', cycles: 10 + 120 + 240 });
  expect(cli(['compare', 'a', '--kernel', 'v3.9', '--weights', 'ipi=3'], { a: STORY })).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^--weights: 'ipi' is not counted; write one of pte_writes/),
  });
});

test('no kernel, or one that nobody knows, is unusable input', () => {
  expect(cli('compare a', { a: STORY })).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^--kernel: compare with which kernel\?/),
  });
  expect(cli('compare a --kernel v9', { a: STORY })).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^--kernel: unknown kernel 'v9'/),
  });
  expect(cli('compare a --kernel v3.9', { a: 'frob' })).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^a:1:1: /),
  });
});
