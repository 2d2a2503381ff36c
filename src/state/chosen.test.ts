import { expect, test } from 'vitest';
import { lookedAt } from './looked-at.ts';
import { lineFor } from './operations.ts';
import { chosenCpu, chosenPage } from './selectors.ts';
import { makeRig, type Rig } from './testing/rig.ts';

const SMALL = 'kmapscope 1\nmachine cpus=2 pages=4\ncpu1: irq\n';
const LARGE = 'kmapscope 1\nmachine cpus=4 pages=8\n';

const chosen = async (): Promise<Rig> => {
  const rig = makeRig();
  await rig.commands.open({ text: LARGE });
  rig.commands.chooseCpu(3);
  rig.commands.choosePage('page7');
  rig.commands.select('cpu3.slot1');
  return rig;
};

test('what was chosen on one machine means nothing on another that is opened; how one looks at it stays', async () => {
  const rig = await chosen();
  rig.commands.setLens('beginner');
  await rig.commands.open({ text: SMALL });
  expect(rig.state()).toMatchObject({ cpu: null, page: 'page0', selection: null, lens: 'beginner' });
});

test('what was chosen is passed over where the machine has become too small for it, and is there again when it has grown', async () => {
  const rig = await chosen();
  await rig.commands.edit(SMALL);
  await rig.commands.last();
  expect([chosenCpu(rig.state()), chosenPage(rig.state()), lookedAt(rig.state())]).toEqual([1, 'page0', 'cpu0.slot0']);
  expect([rig.commands.changePage(-1), rig.commands.changePage(1)]).toEqual(['low1', 'page0']);
  rig.commands.choosePage('page7');
  expect([lineFor(rig.state(), 'kmap_atomic'), lineFor(rig.state(), 'speculate')]).toEqual([
    'cpu1: kmap_atomic(page0)',
    'cpu1: speculate(cpu1.slot0)',
  ]);
  await rig.commands.edit(LARGE);
  expect([chosenCpu(rig.state()), chosenPage(rig.state()), lookedAt(rig.state())]).toEqual([3, 'page7', 'cpu3.slot1']);
});

test('what was chosen stays when the run is opened again after a crash', async () => {
  const rig = await chosen();
  await rig.commands.recover();
  expect(rig.state()).toMatchObject({ cpu: 3, page: 'page7', selection: 'cpu3.slot1' });
});
