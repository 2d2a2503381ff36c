import { expect, test } from 'vitest';
import { lookedAt } from './looked-at.ts';
import { makeRig } from './testing/rig.ts';

test('what was selected is looked at; else what the step changed, else what is most wrong', async () => {
  const rig = makeRig();
  expect(lookedAt(rig.state())).toBeNull();
  await rig.commands.open({
    text: 'kmapscope 1\ncpu1: kmap_atomic(page3)\ncpu1: kunmap_atomic()\ncpu0: secure_protect(page3)\ncpu0: irq\n',
    at: 3,
  });
  expect(lookedAt(rig.state())).toBe('cpu1.slot0');
  await rig.commands.last();
  expect(lookedAt(rig.state())).toBe('cpu1.slot0');
  rig.commands.select('page7');
  expect(lookedAt(rig.state())).toBe('page7');
  await rig.commands.first();
  rig.commands.select(null);
  expect(lookedAt(rig.state())).toBe('cpu0.slot0');
});
