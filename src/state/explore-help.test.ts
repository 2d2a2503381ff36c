import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { makeExploreRig, type ExploreRig } from './testing/explore-rig.ts';

const RUN = 'kmapscope 1\nmachine kernel=v3.9 cpus=2\ncpu1: kmap_atomic(page3)\ncpu1: kunmap_atomic()\n';

/** Asked at once, before it is known how many states there will be. */
async function answered(explorers: number): Promise<ExploreRig> {
  const rig = await makeExploreRig(RUN, explorers);
  rig.commands.choose({ pages: 1, hotplug: false });
  rig.commands.start();
  rig.settle();
  return rig;
}

test('a question that may be large is answered with the help of all explorers, to the last number as by one', async () => {
  const [one, three] = [await answered(1), await answered(3)];
  expect(three.helped()).toBeGreaterThan(0);
  expect(one.helped()).toBe(0);
  const { answer } = present(one.state().answered, 'an answer');
  expect(answer.status).toBe('complete');
  expect(three.state().answered?.answer).toEqual(answer);
  expect(three.state().said).toBe(one.state().said);
});

test('nobody is asked for help with a small question', async () => {
  const rig = await makeExploreRig(RUN, 2);
  rig.commands.choose({ pages: 1, hotplug: false });
  rig.settle();
  expect(rig.state().estimate?.states).toBeLessThan(100_000);
  rig.commands.start();
  rig.settle();
  expect(rig.state().answered?.answer.status).toBe('complete');
  expect(rig.helped()).toBe(0);
});

test('those who have helped stop with the question, and do what is asked of them next', async () => {
  const rig = await makeExploreRig(RUN, 2);
  rig.commands.start();
  rig.settle(30);
  rig.commands.stop();
  rig.settle();
  rig.wait();
  expect(rig.state().answered?.answer).toMatchObject({ status: 'stopped' });
  rig.commands.choose({ cpus: 1, pages: 1, irq: false, hotplug: false });
  rig.commands.askEveryKernel();
  rig.settle();
  expect(rig.state().table.every(({ answer }) => answer?.status === 'complete')).toBe(true);
});
