import { expect, test } from 'vitest';
import { apart, asBranch } from './explore-branch.ts';

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

test('why one is no branch of the other: another kernel, another switch, or a machine on which it does not show', () => {
  const map = 'cpu0: kmap_atomic(page0)\n';
  expect(apart(RUN, found('kernel=v3.9 cpus=2 slots=2', map))).toBeNull();
  expect(apart(RUN, found('kernel=v3.14 cpus=2', map))).toMatch(/^What is shown is of v3\.14, not of v3\.9, so/);
  expect(apart(RUN, found('kernel=v3.9 debug=on', map))).toMatch(
    /^What is shown is of v3\.9 debug=on, not of v3\.9, so/,
  );
  expect(apart(RUN.replace('cpus=2', 'debug=on'), found('kernel=v3.9', map))).toMatch(
    /of v3\.9, not of v3\.9 debug=on/,
  );
  const deep = `${map}${map}expect maps(cpu1.slot0, page0)\n`;
  expect(apart(RUN, found('kernel=v3.9 slots=1', deep)), 'here the second has room').toMatch(/does not happen/);
  expect(apart(RUN, found('kernel=v3.9 cpus=4', map.replace('cpu0', 'cpu3')))).toMatch(
    /does not happen on the machine/,
  );
  expect(apart('kmapscope 1\nnonsense\n', found('kernel=v3.9', map))).toMatch(/mistakes/);
});

test('what exploring alone sets is no other kernel: what the driver flushes, and what the firewall does', () => {
  const set = found('kernel=v3.9 driver_flushes=atomic firewall=silent_zero', 'cpu0: kmap_atomic(page0)\n');
  expect(apart(RUN, set)).toBeNull();
  expect(apart(RUN.replace('cpus=2', 'cpus=2 driver_flushes=pkmap'), set)).toMatch(/no branch/);
});
