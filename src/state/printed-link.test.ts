import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { shipped } from '../lessons/library.ts';
import { printedLink } from './printed-link.ts';
import { makeRig } from './testing/rig.ts';

const LINK = 'https://x.org/kmapscope/?embed=1#/r/1abc';
const BITE = present(shipped('the-bite'), 'a shipped scenario').text;

test('what ships is printed by its short name with the step, however it is looked at', async () => {
  const rig = makeRig();
  expect(printedLink(rig.state(), LINK), 'before anything is open').toBe(LINK);
  await rig.commands.open({ text: BITE, at: 3 });
  rig.commands.setLens('everything');
  expect(printedLink(rig.state(), LINK)).toBe('https://x.org/kmapscope/?embed=1#/s/the-bite/3');
});

test('what was changed, compared or stands in the middle of a step has its whole link printed', async () => {
  const rig = makeRig();
  await rig.commands.open({ text: BITE, at: 1 });
  await rig.commands.append('cpu0: kmap_atomic(page0)');
  expect(printedLink(rig.state(), LINK), 'a branch').toBe(LINK);
  await rig.commands.open({ text: BITE, at: 0, micro: 2 });
  expect(printedLink(rig.state(), LINK), 'in a call').toBe(LINK);
  await rig.commands.open({ text: BITE, kernels: ['rfc-v2'] });
  expect(printedLink(rig.state(), LINK), 'beside another kernel').toBe(LINK);
  await rig.commands.open({ text: BITE.replace('title "', 'title "My ') });
  expect(printedLink(rig.state(), LINK), 'another title').toBe(LINK);
});
