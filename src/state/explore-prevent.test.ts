import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { oneSwitchChanges } from '../engine/explore/changes.ts';
import { makeExploreRig, type ExploreRig } from './testing/explore-rig.ts';

const RUN = 'kmapscope 1\nmachine kernel=v3.9 cpus=2\ncpu1: kmap_atomic(page3)\ncpu1: kunmap_atomic()\n';

/** Asked what prevents a fault on a small machine, with so many explorers. */
async function asked(explorers: number): Promise<ExploreRig> {
  const rig = await makeExploreRig(RUN, explorers);
  rig.commands.choose({ cpus: 1, pages: 1, irq: false, hotplug: false });
  rig.commands.start();
  rig.settle();
  rig.commands.prevent('no_fault');
  return rig;
}

const tried = (rig: ExploreRig) => present(rig.state().prevented, 'an answer').tried;

test('as many explorers as there are try the changes, and answer in the same words and order as one', async () => {
  const [one, ...several] = await Promise.all([1, 2, 4].map(asked));
  present(one, 'a rig').settle();
  const alone = tried(present(one, 'a rig'));
  expect(alone.map(({ change }) => change)).toEqual(oneSwitchChanges('v3.9'));
  for (const rig of several) {
    rig.settle();
    expect(tried(rig)).toEqual(alone);
    expect(rig.state()).toMatchObject({ going: null, said: one?.state().said });
  }
});

test('told to stop, all of them stop: what was found is kept, and of the rest nothing is known', async () => {
  const rig = await asked(2);
  rig.settle(40);
  rig.commands.stop();
  rig.settle();
  expect(rig.state().going).toBeNull();
  const known = tried(rig).filter(({ verdict }) => verdict !== 'unknown');
  expect(tried(rig).map(({ change }) => change)).toEqual(oneSwitchChanges('v3.9'));
  expect(known.length).toBeGreaterThan(1);
  expect(known.length).toBeLessThan(tried(rig).length);
  const whole = await asked(1);
  whole.settle();
  for (const one of known) expect(tried(whole)).toContainEqual(one);
});

test('an explorer that does not hear is ended, and nothing but its change is lost', async () => {
  const rig = await asked(2);
  rig.settle(40);
  rig.commands.stop();
  rig.wait();
  expect(rig.state().going).toBeNull();
  const known = tried(rig).filter(({ verdict }) => verdict !== 'unknown');
  expect(known.length).toBeGreaterThan(1);
  expect(rig.state().said).toMatch(/^Not finished: \d+ of \d+ single changes prevent it so far, \d+ are not known\.$/);
});
