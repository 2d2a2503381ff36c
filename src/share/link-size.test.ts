import { expect, test } from 'vitest';
import { encodeLink } from './link.ts';
import { randomOf, shareOf } from './testing/share-of.ts';
import { linkTier } from './tier.ts';

/**
 * Runs as the design notes measured them: 4 CPUs, 16 pages, nine operations, everything drawn at random, nothing to learn from. They found
 * 164 characters for 100 steps and 1,320 for 1,000, packed and deflated, payload alone; ours is the whole fragment, of which the kind, the
 * version, the length, the digest and the check take 19.
 */
function randomRun(steps: number, seed: number): string {
  const random = randomOf(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const operations = [
    () => `kmap_atomic(page${below(16)})`,
    () => 'kunmap_atomic()',
    () => 'kmap_atomic_flush_unused()',
    () => 'irq',
    () => 'irq_return',
    () => `secure_protect(page${below(16)})`,
    () => `secure_unprotect(page${below(16)})`,
    () => `speculate(cpu${below(4)}.slot${below(4)})`,
    () => `cpu_down(cpu${below(4)})`,
  ];
  const lines = Array.from({ length: steps }, () => `cpu${below(4)}: ${operations[below(9)]?.() ?? ''}`);
  return `kmapscope 1\nmachine kernel=rfc-v2 cpus=4 pages=16\n${lines.join('\n')}\n`;
}

/** A session as people have them: each CPU unmaps what it mapped, flushes now and then, goes and comes back. */
function playedRun(steps: number, seed: number): string {
  const random = randomOf(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const depths = [0, 0, 0, 0];
  const lines: string[] = [];
  let cpu = 0;
  while (lines.length < steps) {
    if (random() < 0.5) cpu = below(4);
    const depth = depths[cpu] ?? 0;
    const dice = random();
    if (dice < 0.35 && depth < 3) lines.push(`cpu${cpu}: kmap_atomic(page${below(8)})`);
    else if (dice < 0.75 && depth > 0) lines.push(`cpu${cpu}: kunmap_atomic()`);
    else if (dice < 0.85) lines.push(`cpu${cpu}: kmap_atomic_flush_unused()`);
    else if (dice < 0.92) lines.push(`cpu${cpu}: secure_buffer_change_chunk(page${below(8)})`);
    else lines.push(`cpu${cpu}: speculate(cpu${below(4)}.slot${below(3)})`);
    if (dice < 0.75) depths[cpu] = dice < 0.35 && depth < 3 ? depth + 1 : Math.max(0, depth - 1);
  }
  return `kmapscope 1\nmachine kernel=rfc-v2\n${lines.join('\n')}\n`;
}

function fragmentLength(text: string): number {
  const link = encodeLink(shareOf(text, { digest: 0x9e3779b9 }));
  if (!link.ok) throw new Error(link.error.message);
  return `#${link.value}`.length;
}

const average = (steps: number, runs: number): number =>
  Array.from({ length: runs }, (_, i) => fragmentLength(randomRun(steps, 1000 + i))).reduce((a, b) => a + b, 0) / runs;

test.each([
  [5, 33],
  [20, 54],
  [100, 162],
  [500, 668],
  [1000, 1285],
  [2000, 2490],
])('%i random steps take at most %i characters on average, all told', (steps, most) => {
  expect(average(steps, steps > 300 ? 5 : 20)).toBeLessThanOrEqual(most);
});

test('every session of up to 500 events fits a green link', () => {
  const host = 'https://kmapscope.example.org/kmapscope/'.length;
  for (let seed = 1; seed <= 40; seed++) {
    const length = host + fragmentLength(playedRun(1 + seed * 12, seed));
    expect(['gold', 'green']).toContain(linkTier(length).tier);
  }
});

test('a played run of 100 steps is a gold link', () => {
  expect(linkTier(40 + fragmentLength(playedRun(100, 7))).tier).toBe('gold');
});
