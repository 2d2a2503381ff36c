/** As many lines: CPU0 nests one mapping in another, each of a page of its own. */
export const nestings = (count: number): string =>
  Array.from({ length: count }, (_, page) => `cpu0: kmap_atomic(page${page})`).join('\n');
