import { expect, test } from 'vitest';
import { encodeFile } from '../share/file.ts';
import { DEFAULT_VIEW } from '../share/shared.ts';
import { parse } from '../scenario/parse.ts';
import { cli, jsonOf, STORY } from './testing/cli.ts';

test('each step is told: its line, a sentence, what changed, what it cost; then the machine as text', () => {
  const { code, out, err } = cli('run story.kmap', { 'story.kmap': STORY });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatchInlineSnapshot(`
    "story.kmap: Left behind
    kernel rfc-no-hook (rfc-v2 without the hotplug callback)
    2 CPUs with 16 slots each, 4 highmem pages, 2 lowmem pages

       4  note CPU1 cleans page 3.

       5  cpu1: kmap_atomic(page3)
          CPU1 maps page 3 in its slot 0.
          cpu1.depth  0 → 1
          cpu1.slot0  none → page3 live
          costs 1 PTE write, 1 broadcast TLB invalidate, 3 barriers

       6  cpu1: kunmap_atomic()
          CPU1 unmaps page 3; its PTE stays: slot 0 is now a stray.
          cpu1.depth  1 → 0
          cpu1.slot0  page3 live → page3 stray
       7  expect stray(cpu1.slot0)  (holds)

       8  cpu0: cpu_down(cpu1)
          CPU0 takes CPU1 down: it is offline; 1 PTE of it stays in the shared table.
          cpu1  online → offline
          costs 1 broadcast TLB invalidate, 4 notifier calls, 3 barriers

       9  cpu0: secure_protect(page3)
          The secure world takes page 3; 1 PTE still maps it: it is exposed.
          cpu1.slot0  page3 stray → page3 stray, exposed
          page3       non-secure → secure

      10  cpu0: speculate(cpu1.slot0)
          CPU0 speculates through CPU1's slot 0, into secure page 3: refused, an asynchronous abort is pending.
          cpu0.abort  none → pending
          fault       none → page3
          cpu0.tlb    cpu1.slot0: none → cpu1.slot0: page3
      11  expect fault  (holds)

    The machine after 7 steps:
      cpu0 online depth=0 | .      .      .
      cpu1 dead   depth=0 | page3~ .      .
      secure page3
    All in all: 1 PTE write, 2 broadcast TLB invalidates, 4 notifier calls, 6 barriers.
    2 of 2 expectations hold."
  `);
});

test('an expect that does not hold is shown where it stands, and the answer is no', () => {
  const { code, out, err } = cli('run story.kmap --kernel rfc-v2', { 'story.kmap': STORY });
  expect(code).toBe(1);
  expect(out).toContain('  11  expect fault  DOES NOT HOLD: the firewall has refused no access\n');
  expect(out).toContain('\n1 of 2 expectations hold.');
  expect(err).toBe(
    'story.kmap:11:1: expect fault does not hold: the firewall has refused no access\n  expect fault\n  ^^^^^^^^^^^^',
  );
});

test.each<[what: string, text: string, err: RegExp]>([
  [
    'an unknown operation',
    'cpu0: kmap_atmic(page0)',
    /^in:2:7: unknown operation 'kmap_atmic': did you mean kmap_atomic\?/,
  ],
  ['a CPU out of range', 'cpu7: irq', /^in:2:1: there is no CPU 7: this machine has CPUs 0 to 3\n {2}cpu7: irq\n/],
  ['a page out of range', 'cpu0: kmap_atomic(page99)', /^in:2:19: there is no page99: this machine has page0 to page7/],
  [
    'unmapping what is not mapped',
    'cpu0: kunmap_atomic()',
    /^in:2:1: CPU0 holds no address to unmap: map a page first/,
  ],
  [
    'an offline CPU calling',
    'cpu0: cpu_down(cpu1)\ncpu1: kmap_atomic(page0)',
    /^in:3:1: CPU1 is offline: bring it up with cpu_up/,
  ],
  ['no machine of that name', 'machine kernel=v9', /^in:2:\d+: unknown kernel 'v9'/],
])('%s is unusable input: one sentence with its place', (_what, line, message) => {
  const { code, err } = cli('run in', { in: `kmapscope 1\n${line}\n` });
  expect(code).toBe(2);
  expect(err).toMatch(message);
  expect(err).not.toMatch(/ at .*\.ts:/);
});

test('a run ends at the first step that is not possible', () => {
  const { out } = cli('run in', { in: 'kmapscope 1\ncpu0: kunmap_atomic()\ncpu0: irq\n' });
  expect(out).toContain('   2  cpu0: kunmap_atomic()\n');
  expect(out).not.toContain('cpu0: irq');
  expect(out).not.toContain('The machine after');
});

test.each([
  ['CPU 0, with -EPERM', 'cpu1: cpu_down(cpu0)\nexpect online(cpu0)', 0],
  [
    'a BUG_ON',
    'machine kernel=v3.9-debug slots=1\ncpu0: kmap_atomic(page0)\ncpu0: kmap_atomic(page1)\ncpu0: kmap_atomic(page2)\nexpect bug',
    0,
  ],
  ['a walk that finds nothing', 'cpu0: speculate(cpu1.slot0)', 0],
  ['a call that has to wait', 'cpu1: kmap_atomic(page0)\ncpu0: cpu_down(cpu2)', 0],
])('what the kernel itself refuses happens and is shown: %s', (_what, lines, code) => {
  expect(cli('run in', { in: `kmapscope 1\n${lines}\n` }).code).toBe(code);
});

test('with --micro each step is spelled out in the lines that it ran', () => {
  const { out } = cli('run --micro -', { '-': 'kmapscope 1\ncpu0: kmap_atomic(page0)\n' });
  const lines = out.split('\n').filter((line) => line.startsWith('      · '));
  expect(lines.length).toBeGreaterThan(5);
  expect(lines[0]).toBe('      · CPU0 enters kmap_atomic.');
  expect(lines).toContain('      · CPU0 stores a PTE: slot 0 now maps page 0.');
});

test('with --json there is one object a line, and nothing else', () => {
  const ran = cli('run --json story.kmap', { 'story.kmap': STORY });
  const lines = jsonOf(ran);
  expect(lines.map(({ kmapscope, type }) => [kmapscope, type])).toEqual([
    [1, 'run'],
    [1, 'note'],
    ...Array.from({ length: 7 }, () => [1, 'step']),
    [1, 'end'],
  ]);
  expect(lines[0]).toMatchObject({ title: 'Left behind', kernel: 'rfc-no-hook', sizes: { cpus: 2 } });
  expect(lines[2]).toMatchObject({
    line: 5,
    text: 'cpu1: kmap_atomic(page3)',
    outcome: 'done',
    costs: { pte_writes: 1 },
  });
  expect(lines.at(-1)).toMatchObject({ steps: 7, held: 2, failed: 0, digest: expect.stringMatching(/^[0-9a-f]{8}$/) });
});

test('with --json and --micro the ticks of a step come before it, and are as many as it says', () => {
  const lines = jsonOf(cli('run --json --micro in', { in: 'kmapscope 1\ncpu0: kmap_atomic(page0)\n' }));
  const ticks = lines.filter(({ type }) => type === 'tick');
  expect(ticks.map(({ n }) => n)).toEqual(ticks.map((_, i) => i + 1));
  expect(lines.find(({ type }) => type === 'step')).toMatchObject({ ticks: ticks.length });
});

test('with --json a mistake is a line too', () => {
  const ran = cli('run --json in', { in: 'kmapscope 1\ncpu0: kunmap_atomic()\n' });
  expect(ran.code).toBe(2);
  expect(jsonOf(ran).at(-1)).toMatchObject({ type: 'mistake', file: 'in', line: 2, column: 1 });
  expect(ran.err).not.toBe('');
});

test('what cannot be read is said, and how to go on', () => {
  expect(cli('run nowhere.kmap')).toEqual({
    code: 2,
    out: '',
    err: 'nowhere.kmap:1:1: there is no such file: name a file that holds a scenario, or - for standard input',
  });
  expect(cli('run story.kmap --kernel v9', { 'story.kmap': STORY })).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^--kernel: unknown kernel 'v9'/),
  });
});

test('a step that the other kernel cannot be asked is said before anything runs', () => {
  const text = 'kmapscope 1\nmachine kernel=v6.1\ncpu0: schedule(task4)\n';
  expect(cli('run in', { in: text }).code).toBe(0);
  const { code, out, err } = cli('run in --kernel v3.9', { in: text });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^in:3:1: under v3\.9, this kernel keeps the slots per CPU/);
});

test('a .kmapscope.json is a scenario too', () => {
  const { scenario } = parse(STORY);
  const shared = {
    version: 1,
    scenario,
    branches: [],
    cursor: { branch: 0, at: 7, micro: null },
    kernels: [],
    view: DEFAULT_VIEW,
    digest: 0,
  } as const;
  const file = encodeFile(shared);
  const ran = cli('run a.kmapscope.json', { 'a.kmapscope.json': file.ok ? file.value : '' });
  expect(ran.code).toBe(0);
  expect(cli('run a.kmapscope.json', { 'a.kmapscope.json': '{"format":' })).toMatchObject({ code: 2 });
});

const DUMP = '---[ Fixmap Area ]---\n0xfff10000-0xfff12000           8K     RW NX SHD MEM/CACHED/WBWA\n';

test('a page-table dump of a kernel is run as what leaves its slots so', () => {
  const { code, out, err } = cli('run dump.txt', { 'dump.txt': DUMP });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('note 2 kmap slots of 1 CPU hold a PTE in this page-table dump.');
  expect(out).toContain(`The machine after 4 steps:
  cpu0 online depth=0 | .      .      .
  cpu1 online depth=0 | page0~ page1~ .`);
});

test('where a dump or an ftrace text cannot be read is said', () => {
  expect(cli('run dump.txt', { 'dump.txt': `${DUMP}  hello` })).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^dump\.txt:3:3: this is no line of a page-table dump/) as unknown,
  });
  const trace = '# tracer: nop\n  sh-47 [000] d... 4.287439: e: (kmap_atomic+0x0/0x10c) page=c08cba00\n';
  expect(cli('format trace.txt', { 'trace.txt': trace })).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^trace\.txt:2:1: nothing tells which address kmap_atomic gave/) as unknown,
  });
});
