import { expect, test } from 'vitest';
import { lint } from '../scenario/lint.ts';
import { underChange } from './explore-change.ts';

const RUN = `kmapscope 1
title "rfc-no-hook: a valid PTE maps a secure page"
machine kernel=rfc-no-hook cpus=2 slots=2 pages=2 pkmap=0 low=0
note "Found by visiting every interleaving."
cpu1: kmap_atomic(page0)
cpu0: cpu_down(cpu1)
expect maps(cpu1.slot0, page0)
`;

test('what was done stays, what was expected of the kernel as it was goes, and it is said what was changed', () => {
  const text = underChange(RUN, { key: 'hotplug_hook', value: 'dying_no_frozen_mask' });
  expect(text).toBe(`kmapscope 1
title "rfc-no-hook with hotplug_hook=dying_no_frozen_mask"
machine kernel=rfc-no-hook cpus=2 slots=2 pages=2 pkmap=0 low=0 hotplug_hook=dying_no_frozen_mask
note "The run “rfc-no-hook: a valid PTE maps a secure page”, on the same kernel with hotplug_hook=dying_no_frozen_mask."
cpu1: kmap_atomic(page0)
cpu0: cpu_down(cpu1)
`);
  expect(lint(text)).toEqual([]);
});

test('a switch that the run had set already is set anew', () => {
  const text = underChange(RUN.replace('low=0', 'low=0 flush=none'), { key: 'flush', value: 'checked' });
  expect(text).toContain('pages=2 pkmap=0 low=0 flush=checked\n');
  expect(lint(text)).toEqual([]);
});
