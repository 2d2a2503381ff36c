import { expect, test } from 'vitest';
import { traceKernel } from './trace-kernel.ts';
import { replayTrace } from './trace-replay.ts';
import { rawTrace, smallTrace, V310, V61, type Raw } from './testing/small-traces.ts';
import { checkTrace } from './trace-parse.ts';

function kernelOf(fields: Raw): string {
  const trace = checkTrace({ ...rawTrace(V310, []), ...fields });
  const found = trace.ok ? traceKernel(trace.value) : trace;
  if (!found.ok) return found.error;
  const { flush, hotplug_hook, debug, pte_format } = found.value.config.switches;
  return [found.value.name, flush, hotplug_hook, debug, pte_format.replace(/_.*/, '')].join(' ');
}

const config = { DEBUG_HIGHMEM: false, ARCH_WANT_KMAP_ATOMIC_FLUSH: true, ARM_LPAE: false };

test.each<[kernel: string, variant: string, build: Raw, ours: string]>([
  ['3.10.49', 'A', config, 'rfc-v2 checked dying off short'],
  ['3.10.49', 'B', { ...config, DEBUG_HIGHMEM: true }, 'rfc-v2 checked dying on short'],
  ['3.10.49', 'C', { ...config, ARCH_WANT_KMAP_ATOMIC_FLUSH: false }, 'rfc-v2 none none off short'],
  ['3.10.49', 'E', config, 'rfc-v1 unconditional dying off short'],
  ['3.10.49', 'F', config, 'rfc-no-hook checked none off short'],
  ['3.10.49', 'L', { ...config, ARM_LPAE: true }, 'rfc-v2 checked dying off lpae'],
  ['3.18.71', 'A', config, 'vendor-3.18 checked dying off short'],
  ['3.18.71', 'C', { ...config, ARCH_WANT_KMAP_ATOMIC_FLUSH: false }, 'vendor-3.18 none none off short'],
  ['3.18.71', 'D', config, 'vendor-3.18-corrected checked dying off short'],
  ['3.18.71', 'E', config, 'vendor-3.18 unconditional dying off short'],
  ['3.18.71', 'F', config, 'vendor-3.18 checked none off short'],
  ['6.1.192', 'A', { ...config, ARCH_WANT_KMAP_ATOMIC_FLUSH: false }, 'v6.1 none none off short'],
  [
    '6.1.192',
    'B',
    { ...config, DEBUG_HIGHMEM: true, ARCH_WANT_KMAP_ATOMIC_FLUSH: false },
    'v6.1-debug none none on short',
  ],
])('%s variant %s is our kernel with what its build changed', (kernel, variant, build, ours) => {
  expect(kernelOf({ kernel: `${kernel}-hmtruth`, variant, config: build })).toBe(ours);
});

test('a frame that no PTE can name is told, with what to do', () => {
  const sentence = 'no PTE of this kernel can name the page frame 1048576 of "pages": leave that page out';
  expect(kernelOf({ config, pages: [[0x100000, 1, '0']] })).toBe(sentence);
  expect(kernelOf({ config, pages: [[0xfffff, 1, '0']] })).toBe('rfc-v2 checked dying off short');
  expect(kernelOf({ variant: 'L', config: { ...config, ARM_LPAE: true }, pages: [[0x100000, 1, '0']] })).toContain(
    'lpae',
  );
});

test('a kernel that was never recorded is named, with those that were', () => {
  expect(kernelOf({ kernel: '4.4.0' })).toMatch(
    /^there is no kernel here for "4\.4\.0", variant "A": there are 3\.10 A, /,
  );
  expect(kernelOf({ kernel: 'toString', variant: '' })).toMatch(/^there is no kernel here/);
});

test('a trace can be replayed on another kernel, by the name of a preset', () => {
  const trace = smallTrace(V310, [['0 nop']]);
  expect(traceKernel(trace, 'vendor-4.4')).toMatchObject({ ok: true, value: { name: 'vendor-4.4' } });
  expect(traceKernel(trace, 'v9')).toMatchObject({
    ok: false,
    error: expect.stringMatching(/^there is no kernel "v9": there are v2/),
  });
});

test('the pages are the recorder’s, then those of others that stood in pkmap; lowmem comes last', () => {
  const found = traceKernel(smallTrace({ ...V310, pk0: [[4, 2, '7fc5d65f']] }, []));
  expect(found).toMatchObject({
    value: { config: { pfns: [0x7f985, 0x7f986, 0x7fc5d, 0x6f21a], sizes: { pages: 3, low: 1, tasks: 0 } } },
  });
  expect(traceKernel(smallTrace(V61, []))).toMatchObject({ value: { config: { sizes: { tasks: 4 } } } });
});

test('the geometry is ours: a header that says otherwise disagrees', () => {
  const header = {
    slot0: 'ffefd000',
    slot_stride: -4096,
    fix_kmap_begin: 2,
    kmap_prot: '0000045f',
    km_type_nr: 14,
    last_pkmap: 256,
  };
  const more = {
    page_size: 8192,
    page_offset: '80000000',
    pkmap_base: '7fe00000',
    fixaddr_top: 'ffeff000',
    fixaddr_start: '0',
  };
  const replay = replayTrace(smallTrace({ ...V310, ...header, ...more }, []));
  expect(replay.ok && replay.value.disagreements.map(({ what }) => what).toSorted()).toEqual(
    [...Object.keys(header), ...Object.keys(more)].toSorted(),
  );
});
