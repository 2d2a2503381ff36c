import { expect, test } from 'vitest';
import { asBranch } from './explore-branch.ts';

const RUN = `kmapscope 1
title "My run"
machine kernel=v3.9 cpus=2
note "One."
cpu1: kmap_atomic(page3)
note "Two."
cpu1: kunmap_atomic()
cpu0: kmap_atomic_flush_unused()
`;

const found = (machine: string, steps: string): string =>
  `kmapscope 1\ntitle "v3.9: it"\nmachine ${machine}\nnote "Found."\n${steps}`;

test('what was found is a branch on the machine of the run, from where the two part, with what is said of what they share', () => {
  const steps = 'cpu1: kmap_atomic(page3)\ncpu0: secure_protect(page3)\nexpect exposed(page3)\n';
  expect(asBranch(RUN, found('kernel=v3.9 cpus=2 pages=4 slots=2', steps))).toBe(`kmapscope 1
title "My run"
machine kernel=v3.9 cpus=2
note "One."
cpu1: kmap_atomic(page3)
note "Found."
cpu0: secure_protect(page3)
expect exposed(page3)
`);
});

test('where they share nothing, it begins with the machine', () => {
  expect(asBranch(RUN, found('kernel=v3.9 cpus=2 slots=2', 'cpu0: kmap_atomic(page3)\n'))).toBe(`kmapscope 1
title "My run"
machine kernel=v3.9 cpus=2
note "Found."
cpu0: kmap_atomic(page3)
`);
});

test('what shows only on the machine that was explored is no branch of the run', () => {
  const full = 'cpu0: kmap_atomic(page0)\ncpu0: kmap_atomic(page1)\nexpect depth(cpu0)=2\n';
  expect(asBranch(RUN, found('kernel=v3.9 cpus=2', full))).not.toBeNull();
  expect(asBranch(RUN, found('kernel=v3.9 cpus=4', 'cpu3: kmap_atomic(page0)\n'))).toBeNull();
  expect(asBranch(RUN, found('kernel=rfc-v2 cpus=2', 'cpu0: kmap_atomic(page0)\nexpect fault\n'))).toBeNull();
});
