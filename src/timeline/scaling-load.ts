/**
 * The scenario that is scaled: every CPU nests `strays` mappings and gives them back, `uses` times over; then one flush. Where kunmap leaves
 * the PTE, that is so many strays on each CPU when the flush comes.
 */
export type Load = { readonly cpus: number; readonly strays: number; readonly uses: number };

/** How far a load can be scaled: 16 positions of a CPU (KM_TYPE_NR), and so many CPUs as a window of 3 MB holds. */
export const LOAD_BOUNDS: { readonly [K in keyof Load]: { readonly least: number; readonly most: number } } = {
  cpus: { least: 1, most: 32 },
  strays: { least: 0, most: 16 },
  uses: { least: 1, most: 24 },
};

/**
 * Where the window lies for all: that of 2013 ends after 14 CPUs, the one that came with 836a24183273 ("expand fixmap region to 3MB") after
 * 32. What an operation costs does not depend on it.
 */
export const SCALED_LAYOUT = 'layout=up_ffc00000';

/** Ways to be without strays, and first the way that leaves them there: what the others cost more is what being without them costs. */
export const WAYS = ['leave', 'always', 'unconditional', 'checked'] as const;
export type Way = (typeof WAYS)[number];

export const WAY_KERNELS: { readonly [W in Way]: string } = {
  leave: `v3.9 ${SCALED_LAYOUT}`,
  always: `v3.9 ${SCALED_LAYOUT} kunmap_clears=always`,
  unconditional: `rfc-v1 ${SCALED_LAYOUT}`,
  checked: `rfc-v2 ${SCALED_LAYOUT}`,
};

/** The load as a scenario that can be opened, checked and compared: what is priced is this, line by line. */
export function loadText({ cpus, strays, uses }: Load, way: Way): string {
  const each = Array.from({ length: cpus }, (_, cpu) => {
    const maps = Array.from({ length: strays }, (__, i) => `cpu${cpu}: kmap_atomic(page${i})\n`).join('');
    return (maps + `cpu${cpu}: kunmap_atomic()\n`.repeat(strays)).repeat(uses);
  });
  return `kmapscope 1
title "${counted(strays, 'stray')} on each of ${counted(cpus, 'CPU')}, ${counted(uses, 'use')}"
machine kernel=${WAY_KERNELS[way]} cpus=${cpus} pages=${Math.max(1, strays)}
${each.join('')}cpu0: kmap_atomic_flush_unused()
`;
}

const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;
