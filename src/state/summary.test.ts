import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { mainFrame } from './selectors.ts';
import { summaryOf } from './summary.ts';
import { makeRig } from './testing/rig.ts';

const summaryAfter = async (lines: string): Promise<string> => {
  const rig = makeRig();
  await rig.commands.open({ text: `kmapscope 1\nmachine kernel=rfc-no-hook cpus=4 pages=8\n${lines}` });
  await rig.commands.last();
  return summaryOf(present(mainFrame(rig.state()), 'a frame'));
};

test('just booted there is nothing to tell', async () => {
  expect(await summaryAfter('')).toBe('Nothing is mapped.');
});

test('what is dangerous comes first; what is as at boot is left out', async () => {
  const story = `cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu2: cpu_down(cpu1)
cpu0: kmap_atomic(page2)
cpu2: secure_protect(page3)
cpu2: speculate(cpu1.slot0)
`;
  expect(await summaryAfter(story)).toBe(
    'CPU2 was refused page 3. CPU1 slot 0: stray, page 3, exposed. CPU0 slot 0: live, page 2. Page 3 is secure. CPU1 is offline. ' +
      'CPU2 has an abort pending, has 1 translation in its TLB.',
  );
});

test('of many alike the first few are told, and how many there are', async () => {
  const many = Array.from({ length: 6 }, (_, page) => `cpu0: kmap_atomic(page${page})`).join('\n');
  expect(await summaryAfter(`${many}\n`)).toMatch(/CPU0 slot 3: live, page 3\. And 2 more\.$/);
});
