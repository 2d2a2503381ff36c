import { expect, test } from 'vitest';
import { NOTHING_EXPLORED } from './explore-state.ts';
import { tableBounds } from './explore-table.ts';
import { makeExploreRig } from './testing/explore-rig.ts';

const RUN = 'kmapscope 1\nmachine kernel=v3.9 cpus=2\ncpu1: kmap_atomic(page3)\n';
const ONE =
  '1 CPU, 1 page, 2 nested mappings each; every CPU may do anything at any time, without interrupts, suspend, pkmap, kmap_local and lowmem, nesting no deeper than its slots; hardware may use TLB entries and evict TLB entries, but not walk PTEs (so every TLB stays empty)';

test('the table keeps what it was asked, whole, whatever the form says afterwards; a run is never what it is asked', async () => {
  const rig = await makeExploreRig(RUN);
  const hardware = { pte: false, tlb: true, evict: true };
  rig.commands.choose({ scope: 'run', cpus: 1, pages: 1, irq: false, hardware });
  rig.commands.askEveryKernel();
  rig.commands.stop();
  rig.commands.choose({ cpus: 3, owner: 'careless', hardware: { ...hardware, pte: true } });
  const asked = rig.state().tableAsked;
  expect(asked).toMatchObject({ scope: 'free', cpus: 1, owner: 'quiesces' });
  expect(asked === null ? '' : tableBounds(asked)).toContain(ONE);
  rig.settle();
  const { bounds = '' } = rig.state().table[0]?.answer ?? {};
  expect(asked === null ? '' : tableBounds(asked), 'the words of an answer').toBe(
    bounds.replace(/\d+ slots?/, '2 nested mappings each'),
  );
});

test('what few kernels can do is said of the table where it was asked for', () => {
  const chosen = { ...NOTHING_EXPLORED.chosen, kernel: 'v2.6.32', local: true, deeper: true };
  expect(tableBounds(chosen)).toContain(
    'without suspend, pkmap and lowmem, also nesting one mapping deeper than its slots',
  );
});
