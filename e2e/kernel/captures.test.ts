import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { hex32 } from '../../src/arm/hex.ts';
import { kernelTextOf, scenarioOfKernelText } from '../../src/interop/kernel-text.ts';
import { readPtdump } from '../../src/interop/ptdump.ts';
import { topPte } from '../../src/model/machine.ts';
import { slotVa } from '../../src/model/va.ts';
import { vaddrOf } from '../../src/scenario/addresses.ts';
import { lint } from '../../src/scenario/lint.ts';
import { parse } from '../../src/scenario/parse.ts';
import { runLanes } from '../../src/timeline/lanes.ts';
import { runAt, type Run } from '../../src/timeline/run.ts';
import { picture } from '../../src/timeline/testing/pictures.ts';
import { recorded } from './recorded.ts';

const captured = (name: string): string => readFileSync(new URL(`./captures/${name}.txt`, import.meta.url), 'utf8');

function opened(name: string): { readonly text: string; readonly run: Run } {
  const text = captured(name);
  const kind = present(kernelTextOf(text), name);
  const scenario = scenarioOfKernelText(kind, text);
  if (!scenario.ok) throw new Error(scenario.error.message);
  expect(lint(scenario.value)).toEqual([]);
  const lanes = runLanes(parse(scenario.value).scenario, []);
  if (!lanes.ok) throw new Error(lanes.error);
  return { text: scenario.value, run: present(lanes.value[0], 'a lane').run };
}

/** The addresses of all slots that hold a PTE at the end of a run. */
function mapped({ kernel, ...run }: Run): readonly string[] {
  const m = runAt({ kernel, ...run }, run.records.length);
  const slots = Array.from({ length: m.layout.windowSlots }, (_, index) => index).filter(
    (index) => topPte(m, index) !== 0,
  );
  return slots.map((index) => hex32(vaddrOf(kernel.config, slotVa(index)) ?? 0)).toSorted();
}

test.each(['ptdump-k310-stray', 'ptdump-k310-afterflush', 'ptdump-k318-stray', 'ptdump-k318-afterflush'])(
  '%s: the slots that hold a PTE at the end of the run are those of the dump, address for address',
  (name) => {
    const dump = readPtdump(captured(name));
    const { run } = opened(name);
    expect(dump.ok ? dump.value.fixmap.map((address) => hex32(address)) : []).toEqual(mapped(run));
    expect(mapped(run).length).toBeGreaterThan(1);
  },
);

test('a dump of 3.10 with strays on every CPU', () => {
  const { run, text } = opened('ptdump-k310-stray');
  expect(picture(run)).toBe(
    `cpu0 online depth=0 | page0~ page1~ .
cpu1 online depth=0 | page2~ page3~ page4~
cpu2 online depth=0 | page5~ .      .
cpu3 online depth=0 | page6~ page7~ page8~`,
  );
  expect(text).toContain('machine kernel=v3.9 cpus=4 pages=9\n');
  expect(text).toContain('9 kmap slots of 4 CPUs hold a PTE');
  expect(text).toContain('Also left out: 5 mapped pages in the window of kmap()');
});

test('a dump of the Qualcomm 3.18 falls from 0xffefd000, and that is how its layout is known', () => {
  expect(opened('ptdump-k318-stray').text).toContain(
    'machine kernel=v3.14 layout=down_ffeff000 fix_kmap_begin=2 cpus=4',
  );
});

test.each([
  ['ftrace-k310-demo', 'rfc-v2', 22],
  ['ftrace-k318-demo', 'vendor-3.18', 12],
])('%s: every call is carried out, and every address is the recorded one', (name, kernel, addresses) => {
  const { text } = opened(name);
  expect(text).toContain(`machine kernel=${kernel} cpus=4`);
  expect(text).toContain(`All ${addresses} addresses that kmap_atomic gave are where the model puts them: slots that`);
  expect(text).toMatch(/Left out: \d+ mappings of lowmem pages, which take no slot\.\\?[n"]/);
});

test.each(['ftrace-k310-demo', 'ftrace-k318-demo'])(
  '%s: at its end the slots of CPU1 to CPU3 hold a PTE where the recorder found one',
  (name) => {
    const found = new Map<string, boolean>();
    for (const { steps } of recorded(name))
      for (const step of steps)
        for (const dump of [step.mid, step])
          for (const [cpu, slot, , linux] of dump?.pte ?? [])
            found.set(`cpu${cpu}.slot${slot}`, /[1-9a-f]/.test(linux));
    const { run } = opened(name);
    const m = runAt(run, run.records.length);
    const { slotsPerCpu } = m.layout;
    const here = [1, 2, 3].flatMap((cpu) =>
      Array.from({ length: slotsPerCpu }, (_, slot) => slot)
        .filter((slot) => topPte(m, cpu * slotsPerCpu + slot) !== 0)
        .map((slot) => `cpu${cpu}.slot${slot}`),
    );
    const there = [...found].filter(([place, held]) => held && !place.startsWith('cpu0')).map(([place]) => place);
    expect(here).toEqual(there.toSorted());
  },
);

test('the flush, the hotplug and the interrupt of the recording are in its run', () => {
  expect(opened('ftrace-k310-demo').text).toContain(`cpu3: irq
cpu3: kmap_atomic(page23)
cpu3: kunmap_atomic()
cpu0: kmap(page24)
cpu1: kmap_atomic(page24)
cpu1: kunmap_atomic()
cpu0: kunmap(page24)
cpu3: irq_return
cpu2: kmap_atomic_flush_unused()
cpu2: kmap_atomic(page25)
cpu2: kmap_atomic(page26)
cpu2: kunmap_atomic()
cpu2: kunmap_atomic()
cpu0: cpu_down(cpu2)
cpu1: kmap_atomic_flush_unused()
cpu0: cpu_up(cpu2)
`);
});
