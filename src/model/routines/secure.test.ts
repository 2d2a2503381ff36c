import { expect, test } from 'vitest';
import { logOf, logOfOnly, logText, makeRig, run, runText, text } from '../testing/rig.ts';

test('the bare request flushes nothing: what is mapped is exposed from then on', () => {
  const rig = run(makeRig('rfc-v2 cpus=1', 'cpu0 online depth=0 | page3~'), 'cpu0: secure_protect(page3)');
  expect(logOf(rig)).toBe(text`
    cpu0 enter secure_protect(4, 0)
    cpu0 secure page3 secure
    cpu0 return secure_protect = 0
  `);
});

test('what is secure already, or not secure, is answered -EINVAL and changes nothing', () => {
  const rig = run(
    makeRig('rfc-v2 cpus=1', 'secure page3'),
    'cpu0: secure_protect(page3)\ncpu0: secure_unprotect(page3)\ncpu0: secure_unprotect(page3)',
  );
  expect(logOfOnly(rig, ['secure', 'return'])).toBe(text`
    cpu0 return secure_protect = -22
    cpu0 secure page3 back
    cpu0 return secure_unprotect = 0
    cpu0 return secure_unprotect = -22
  `);
});

test('the driver flushes pkmap first, the slots second, and then asks', () => {
  expect(logText('rfc-v2 cpus=1 slots=1 pkmap=1', '', 'cpu0: secure_buffer_change_chunk(page3)')).toBe(text`
    cpu0 enter secure_buffer_change_chunk(4, 0)
    cpu0 enter kmap_flush_unused(0, 0)
    cpu0 enter flush_all_zero_pkmaps(0, 0)
    cpu0 return flush_all_zero_pkmaps = void
    cpu0 return kmap_flush_unused = void
    cpu0 enter kmap_atomic_flush_unused(0, 0)
    cpu0 ipi_send to [] missed []
    cpu0 enter kmap_remove_unused_cpu(0, 0)
    cpu0 flush_cpu of cpu0 [0, 1)
    cpu0 pte_read cpu0.slot0 .
    cpu0 return kmap_remove_unused_cpu = void
    cpu0 return kmap_atomic_flush_unused = void
    cpu0 enter secure_protect(4, 0)
    cpu0 secure page3 secure
    cpu0 return secure_protect = 0
    cpu0 return secure_buffer_change_chunk = void
  `);
});

test.each([
  ['both', '. . .', ''],
  ['atomic', '. . .', '\npkmap 1:page3=1'],
  ['pkmap', 'page3~ .      .', ''],
  ['none', 'page3~ .      .', '\npkmap 1:page3=1'],
])('driver_flushes=%s leaves: %s%s', (what, slots, pkmap) => {
  const lines = 'cpu0: kmap(page3)\ncpu0: kunmap(page3)\ncpu0: secure_buffer_change_chunk(page3)';
  const after = runText(`rfc-v2 cpus=1 pkmap=4 driver_flushes=${what}`, 'cpu0 online depth=0 | page3~', lines);
  expect(after).toBe(`cpu0 online depth=0 | ${slots}\nsecure page3${pkmap}`);
});
