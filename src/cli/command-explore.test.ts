import { expect, test } from 'vitest';
import { cli, jsonOf, STORY } from './testing/cli.ts';

const SMALL = '--slots 1 --pages 1';

test('a verdict a line, what it is worth, and the shortest run that breaks a promise, ready to be played', () => {
  const { code, out, err } = cli(`explore --kernel rfc-no-hook ${SMALL}`);
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(out.replace(/\nNo TLB entry[^]*$/, '')).toMatchInlineSnapshot(`
    "rfc-no-hook with 2 CPUs, 1 page, 1 slot; every CPU may do anything at any time, without suspend, pkmap, kmap_local and lowmem, nesting no deeper than its slots; lines that nobody can tell apart are one step, TLBs are what they may hold, CPUs and pages that are alike count once.
    The owner of the page keeps every promise: nobody uses it when its flush starts, nobody maps it until it is given back, and nobody takes a slot that still maps it meanwhile.
    358 states: they have been counted.

    no_pte_maps_secure   violated  violated with 2 CPUs, 1 page, 1 slot: 5 lines, 36 indivisible actions
    no_tlb_maps_secure   violated  violated with 2 CPUs, 1 page, 1 slot: 5 lines, 37 indivisible actions
    no_fault             violated  violated with 2 CPUs, 1 page, 1 slot: 5 lines, 37 indivisible actions
    no_live_clobbered    holds     no violation with 2 CPUs, 1 page, 1 slot: all 358 states, 800 transitions, depth 21
    depth_in_bounds      holds     no violation with 2 CPUs, 1 page, 1 slot: all 358 states, 800 transitions, depth 21
    no_bug               holds     no violation with 2 CPUs, 1 page, 1 slot: all 358 states, 800 transitions, depth 21
    stray_exists         found     found with 2 CPUs, 1 page, 1 slot: 2 lines, 11 indivisible actions
    flush_finds_nothing  found     found with 2 CPUs, 1 page, 1 slot: 6 lines, 6 indivisible actions
    hook_matters         found     found with 2 CPUs, 1 page, 1 slot: 8 lines, 19 indivisible actions

    No valid PTE maps a secure page. Not so, by a stray slot of a CPU that is offline:

    kmapscope 1
    title "rfc-no-hook: a valid PTE maps a secure page"
    machine kernel=rfc-no-hook cpus=2 slots=1 pages=1 pkmap=0 low=0
    note "Found by visiting every interleaving of 2 CPUs, 1 page, 1 slot: none shows it in fewer steps that others can tell apart. The owner of the page keeps every promise: nobody uses it when its flush starts, nobody maps it until it is given back, and nobody takes a slot that still maps it meanwhile."
    cpu1: kmap_atomic(page0)
    cpu1: kunmap_atomic()
    cpu0: cpu_down(cpu1)
    cpu0: secure_buffer_change_chunk(page0)
    expect maps(cpu1.slot0, page0)
    expect exposed(page0)
    note "From here on any CPU may fault: one page table for all."
    cpu0: speculate(cpu1.slot0)
    expect fault
    "
  `);
  const text = `kmapscope 1\n${String(out.split('kmapscope 1\n')[1]).split('\n\n')[0]}\n`;
  expect(cli('run found.kmap', { 'found.kmap': text }).code).toBe(0);
});

test('a kernel that keeps every promise: all well', () => {
  const { code, out } = cli(`explore --kernel fixed ${SMALL} --property no_fault`);
  expect(code).toBe(0);
  expect(out).toMatch(
    /\nno_fault {2}holds {2}no violation with 2 CPUs, 1 page, 1 slot: all [0-9,]+ states, [0-9,]+ transitions, depth [0-9]+\n/,
  );
});

test('a search that is not finished is not all well', () => {
  const { code, out } = cli('explore --kernel rfc-v2 --property no_fault --max-states 300');
  expect(code).toBe(1);
  expect(out).toMatch(/\nno_fault {2}unknown {2}not finished: 300 states to depth [0-9]+; no violation so far\n/);
  expect(out).toContain('\nThe limit of states was met: --max-states takes it further.\n');
});

test('how many states there will be is said before the start, and a limit of memory ends it with the truth', () => {
  const asked = 'explore --kernel fixed --cpus 3 --property no_fault --max-memory 1';
  const { code, out } = cli(asked);
  expect(code).toBe(1);
  expect(out).toMatch(
    /\nSomething like [0-9],?00,000,000 states, if it goes on as on smaller machines\.\n\nThe limit of memory was met: --max-memory takes it further\.\nno_fault {2}unknown {2}not finished: [0-9,]+ states to depth [0-9]+; no violation so far\n/,
  );
  expect(jsonOf(cli(`${asked} --json`))[0]).toMatchObject({ type: 'explored', status: 'limit', limit: 'bytes' });
});

test('several kernels end in a table', () => {
  const { out } = cli(`explore --kernel rfc-v2,rfc-no-hook,v3.14-rt ${SMALL}`);
  expect(`\n${out.split('\n').slice(-4).join('\n')}\n`).toMatchInlineSnapshot(`
    "
    kernel       states  no_pte_maps_secure  no_tlb_maps_secure  no_fault  no_live_clobbered  depth_in_bounds  no_bug  stray_exists  flush_finds_nothing  hook_matters
    rfc-v2          288  holds               holds               holds     holds              holds            holds   yes           yes                  yes
    rfc-no-hook     358  VIOLATED            VIOLATED            VIOLATED  holds              holds            holds   yes           yes                  yes
    v3.14-rt        446  holds               VIOLATED            VIOLATED  holds              holds            holds   no            no                   no
    "
  `);
});

test('a scenario: its operations in every order; a predicate of expect may be asked', () => {
  const { code, out } = cli(['explore', 'a.kmap', '--property', 'no_fault', '--property', 'not stray(cpu1.slot0)'], {
    'a.kmap': STORY,
  });
  expect(code).toBe(1);
  expect(out).toContain('each CPU does what the scenario has it do, in every order');
  expect(out).toMatch(/\nno_fault +violated /);
  expect(out).toMatch(/\nnot stray\(cpu1\.slot0\) +violated /);
  expect(out).toContain('\nAlways: not stray(cpu1.slot0). Not so:\n');
});

test('a scenario under another kernel, where nothing can happen any more', () => {
  const { code, out } = cli(['explore', 'a.kmap', '--kernel', 'v3.14-rt', '--property', 'no_pte_maps_secure'], {
    'a.kmap': STORY.replace('kernel=rfc-no-hook ', ''),
  });
  expect(out).toMatch(/\nno_pte_maps_secure {2}holds /);
  expect(code).toBe(0);
});

test('--another and --prevent: a second cause, and what a single change does about it', () => {
  const { out } = cli(`explore --kernel rfc-no-hook ${SMALL} --property no_pte_maps_secure --another --prevent`);
  expect(out.slice(out.indexOf('no_pte_maps_secure, but for'))).toMatchInlineSnapshot(`
    "no_pte_maps_secure, but for a stray slot of a CPU that is offline: another cause with 2 CPUs, 1 page, 1 slot: 11 lines, 48 indivisible actions

    Again not so, by a stray slot of a CPU that is online:

    kmapscope 1
    title "rfc-no-hook: a valid PTE maps a secure page"
    machine kernel=rfc-no-hook cpus=2 slots=1 pages=1 pkmap=0 low=0
    note "Found by visiting every interleaving of 2 CPUs, 1 page, 1 slot: none shows a cause that was not known in fewer steps that others can tell apart. The owner of the page keeps every promise: nobody uses it when its flush starts, nobody maps it until it is given back, and nobody takes a slot that still maps it meanwhile."
    cpu1: kmap_atomic(page0)
    cpu1: kunmap_atomic()
    cpu0: cpu_down(cpu1)
    cpu0: enter cpu_up(cpu1)
    cpu0: tick
    cpu0: tick
    cpu0: tick
    cpu0: tick
    cpu0: secure_buffer_change_chunk(page0)
    cpu1: finish
    expect maps(cpu1.slot0, page0)
    expect exposed(page0)
    note "From here on any CPU may fault: one page table for all."
    cpu0: speculate(cpu1.slot0)
    expect fault

    What prevents no_pte_maps_secure:
      debug=on: all 441 states; a mapping costs 2 PTE writes, 2 broadcast TLB invalidates, 6 barriers; a page handed over 64 PTE reads, 3 IPIs; a CPU taken down 1 broadcast TLB invalidate, 4 notifier calls, 3 barriers
      kunmap_clears=always: all 312 states; a mapping costs 2 PTE writes, 2 broadcast TLB invalidates, 6 barriers; a page handed over 64 PTE reads, 3 IPIs; a CPU taken down 1 broadcast TLB invalidate, 4 notifier calls, 3 barriers
      hotplug_hook=dying: all 288 states; a mapping costs 1 PTE write, 1 broadcast TLB invalidate, 3 barriers; a page handed over 1 PTE write, 64 PTE reads, 1 broadcast TLB invalidate, 3 IPIs, 3 barriers; a CPU taken down 1 PTE write, 16 PTE reads, 2 broadcast TLB invalidates, 4 notifier calls, 6 barriers
      hotplug_hook=dying_no_frozen_mask: all 288 states; a mapping costs 1 PTE write, 1 broadcast TLB invalidate, 3 barriers; a page handed over 1 PTE write, 64 PTE reads, 1 broadcast TLB invalidate, 3 IPIs, 3 barriers; a CPU taken down 1 PTE write, 16 PTE reads, 2 broadcast TLB invalidates, 4 notifier calls, 6 barriers
      hotplug_hook=cpuhp: all 288 states; a mapping costs 1 PTE write, 1 broadcast TLB invalidate, 3 barriers; a page handed over 1 PTE write, 64 PTE reads, 1 broadcast TLB invalidate, 3 IPIs, 3 barriers; a CPU taken down 1 PTE write, 16 PTE reads, 2 broadcast TLB invalidates, 4 notifier calls, 6 barriers
    "
  `);
});

test('where nothing of the kind prevents it, it says so', () => {
  const { out } = cli(`explore --kernel vendor-3.18 ${SMALL} --property no_fault --prevent`);
  expect(out).toContain('\nNo change of one switch prevents no_fault.\n');
});

test('--raw counts every indivisible action', () => {
  const [, few] = /all ([0-9,]+) states/.exec(cli('explore --kernel v3.14-rt --cpus 1 --property no_fault').out) ?? [];
  const [, all] =
    /all ([0-9,]+) states/.exec(cli('explore --kernel v3.14-rt --cpus 1 --property no_fault --raw').out) ?? [];
  expect([few, all]).toMatchInlineSnapshot(`
    [
      "47",
      "2,682",
    ]
  `);
});

test('what CPUs do, and what hardware may do, can be left out; the answer says so', () => {
  const vendor = (rest: string): string =>
    cli(`explore --kernel vendor-4.4 ${SMALL} --no-irq --no-hotplug --property no_fault${rest}`).out;
  const first = (out: string): string => out.split('\n')[0] ?? '';
  expect(first(vendor(''))).toMatch(
    /; every CPU may do anything at any time, without interrupts, hotplug, suspend, pkmap, kmap_local and lowmem, nesting no deeper than its slots; lines/,
  );
  expect(vendor('')).toMatch(/\nno_fault {2}violated /);
  const walks = vendor(' --hardware pte');
  expect(first(walks)).toContain('; hardware may walk PTEs, but not use TLB entries or evict TLB entries; ');
  expect(walks).toMatch(/\nno_fault {2}holds /);
  expect(vendor(' --hardware tlb,pte')).toMatch(/\nno_fault {2}violated /);
  expect(first(vendor(' --no-driver --hardware none'))).toContain(
    'without interrupts, hotplug, a driver, suspend, pkmap, kmap_local and lowmem, nesting no deeper than its slots; hardware may not walk PTEs, use TLB entries or evict TLB entries',
  );
  const run = ['explore', 'a.kmap', '--hardware', 'evict', '--property', 'no_fault'];
  expect(cli(run, { 'a.kmap': STORY }).out).toMatch(
    /; hardware may evict TLB entries, but not [^]*\nno_fault {2}holds /,
  );
});

test('--json: the same, a line each', () => {
  const ran = cli(
    `explore --kernel v3.9 ${SMALL} --property no_fault --property stray_exists --another --prevent --json`,
  );
  const lines = jsonOf(ran);
  expect(lines.map(({ type }) => type).filter((type, i, all) => type !== all[i - 1])).toEqual([
    'explored',
    'verdict',
    'another',
    'change',
  ]);
  expect(lines[0]).toMatchObject({ kmapscope: 1, kernel: 'v3.9', owner: 'quiesces', status: 'complete', limit: null });
  expect(lines[0]).toMatchObject({
    operations: { irq: true, hotplug: true, driver: true, deeper: false, local: false, lowmem: false },
    hardware: { pte: true, tlb: true, evict: true },
  });
  expect(lines[1]).toMatchObject({
    ...{ name: 'no_fault', mood: 'always', verdict: 'violated' },
    example: { causes: ['a stray slot of a CPU that is online'], text: expect.stringMatching(/^kmapscope 1\n/) },
  });
  expect(lines[2]).toMatchObject({ name: 'stray_exists', mood: 'sometimes', verdict: 'found' });
  expect(lines[3]).toMatchObject({ property: 'no_fault', except: ['a stray slot of a CPU that is online'] });
  expect(lines.find(({ key, value }) => key === 'kunmap_clears' && value === 'always')).toMatchObject({
    ...{ type: 'change', kernel: 'v3.9', property: 'no_fault', verdict: 'holds', by: 'every run', broken: [] },
  });
});

test('what callers are asked not to do may be asked for, on a kernel with a switch of its own', () => {
  const asked = ['--kernel', 'rfc-dead-hook index_owner=task', '--local', '--deeper'];
  const { out } = cli(['explore', ...asked, ...SMALL.split(' '), '--property', 'no_bug']);
  expect(out).toMatch(
    /^rfc-dead-hook with index_owner=task, 2 CPUs, .*, without suspend, pkmap and lowmem, also nesting one mapping deeper than its slots; /,
  );
  expect(out).toMatch(/\nmachine kernel=rfc-dead-hook .* index_owner=task\n/);
  const late = cli(['explore', '--kernel', 'rfc-v2 late_callback=maps', ...SMALL.split(' '), '--property', 'no_fault']);
  expect(late.out).toMatch(/^rfc-v2 with late_callback=maps, 2 CPUs, /);
  expect(late.out).toMatch(/\ncpu0: cpu_down\(cpu1\)\ncpu0: secure_buffer_change_chunk\(page0\)\n/);
  const wrong = (kernel: string): string => cli(['explore', '--kernel', kernel]).err;
  expect(wrong('v3.9 cpus=2')).toMatch(/^question: cpus=2 is no switch of a kernel: they are layout, /);
  expect(wrong('v3.9 debug=maybe')).toMatch(/'maybe' is no value of debug/);
});

test('--prevent of a scenario: what it does stays the same, and one switch of its kernel at a time is another', () => {
  const { code, out } = cli(['explore', 'a.kmap', '--property', 'no_pte_maps_secure', '--prevent'], {
    'a.kmap': STORY,
  });
  expect(code).toBe(1);
  const prevents = out.slice(out.indexOf('What prevents no_pte_maps_secure:'));
  expect(prevents.match(/^ {2}[a-z_]+=[a-z_]+/gm)).toEqual([
    '  debug=on',
    '  kunmap_clears=always',
    '  hotplug_hook=dying',
    '  hotplug_hook=dying_no_frozen_mask',
    // Here nobody hands the page over before cpu_down has returned.
    '  hotplug_hook=dead',
    '  hotplug_hook=cpuhp',
  ]);
});

test('--another of a scenario: the CPU that maps goes down after the page was handed over, or before', () => {
  const story =
    STORY.slice(0, STORY.indexOf('machine')) +
    `machine kernel=v3.9 cpus=3
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu0: cpu_down(cpu1)
cpu2: secure_protect(page3)
`;
  const { out } = cli(['explore', 'a.kmap', '--property', 'no_fault', '--another'], { 'a.kmap': story });
  expect(out).toContain('Not so, by a stray slot of a CPU that is online:\n');
  expect(out).toMatch(
    /no_fault, but for a stray slot of a CPU that is online: another cause with 3 CPUs, 4 pages, 2 slots: /,
  );
  expect(out).toContain('Again not so, by a stray slot of a CPU that is offline:\n');
});

test('a property that is asked twice is answered once', () => {
  const { out } = cli(`explore --kernel fixed ${SMALL} --property no_fault --property no_fault`);
  expect(out.match(/^no_fault /gm)).toHaveLength(1);
});

test.each([
  [['explore', '--kernel', ''], 'question'],
  [['explore', '--kernel', 'v3.9,'], 'question'],
  [['explore', 'a.kmap', '--kernel', ' '], '--kernel'],
  [['export', '--to', 'json', '--kernel', ''], 'question'],
  [['run', 'a.kmap', '--kernel', ''], '--kernel'],
  [['compare', 'a.kmap', '--kernel', ''], '--kernel'],
])('%j names no kernel: those that there are are named', (argv, where) => {
  const { code, out, err } = cli(argv, { 'a.kmap': STORY });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(new RegExp(`^${where}: no kernel is named: there are v2\\.6\\.32, .*, v6\\.1-debug, fixed$`));
});

test.each(['--owner', '--hardware', '--property', '--cpus', '--pages', '--slots', '--max-states', '--max-memory'])(
  'explore %s with nothing after it: what may stand there is said',
  (option) => {
    const { code, out, err } = cli(['explore', option, '']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(
      /(Allowed (choices )?are quiesces|Allowed are pte|name a property \(no_pte|whole number from 1)/,
    );
  },
);

test.each([
  ['explore --kernel v9.9', /there is no kernel v9\.9/],
  ['explore --cpus 9', /cpus is 1 to 4 here/],
  ['explore --cpus none', /It is a whole number from 1 on/],
  ['explore --max-memory 0', /It is a whole number from 1 on/],
  ['explore --owner nobody', /Allowed choices are quiesces, naive, careless/],
  ['explore --property nothing', /'nothing' is no property/],
  [
    'explore a.kmap --cpus 2',
    /^question: a scenario has its own machine, of which no more is explored than it needs: leave out --cpus/,
  ],
  ['explore a.kmap --pages 2', /leave out --cpus, --pages and --slots, or change its machine line/],
  ['explore a.kmap --slots 99', /leave out --cpus, --pages and --slots, or change its machine line/],
  ['explore --slots 99', /^question: slots is 1 to 8 here: every interleaving of more does not fit into a computer$/],
  ['explore --pages 99', /^question: pages is 1 to 4 here: /],
  ['explore --hardware walks', /Allowed are pte, tlb, evict with commas between, or none/],
  ['explore a.kmap --no-irq', /a scenario says itself what happens: leave out --no-irq/],
  ['explore a.kmap --deeper', /a scenario says itself what happens: leave out .*--deeper/],
  ['explore a.kmap --kernel all', /a scenario is explored on one kernel: name one, or leave out the file/],
  ['explore --kernel v9.9,v3.9', /there is no kernel v9\.9/],
  ['explore none.kmap', /none\.kmap/],
  [
    'explore idle.kmap',
    /no CPU does anything in this scenario: add a line for one \(cpu0: kmap_atomic\(page0\)\), or explore without/,
  ],
])('%s cannot be asked, and it is said why', (command, message) => {
  const { code, out, err } = cli(command, { 'a.kmap': STORY, 'idle.kmap': 'kmapscope 1\nmachine cpus=2\n' });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(message);
});
