import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frameBytes } from './frame.ts';
import { decodeLink, encodeLink, openLink } from './link.ts';
import { packFrame } from './pack.ts';
import type { Shared } from './shared.ts';
import { shared } from './testing/arbitrary.ts';
import { shareOf } from './testing/share-of.ts';

function linkOf(share: Shared): string {
  const link = encodeLink(share);
  if (!link.ok) throw new Error(link.error.message);
  return link.value;
}

test('what a link carries comes back as it was, whatever it is', () => {
  fc.assert(
    fc.property(shared, (share) => {
      expect(decodeLink(linkOf(share))).toEqual({ ok: true, value: share });
    }),
    { numRuns: 1000 },
  );
});

test('a link has only characters that survive: A–Z a–z 0–9 - _ behind its kind, and a letter or digit at both ends', () => {
  fc.assert(
    fc.property(shared, (share) => {
      expect(linkOf(share)).toMatch(/^\/[rc]\/[A-Za-z0-9][A-Za-z0-9_-]*[A-Za-z0-9]$/);
    }),
  );
});

test('a share with lanes beside its own is a comparison, one without is a run', () => {
  const run = shareOf('kmapscope 1\ncpu0: kmap_atomic(page1)\n');
  const comparison = { ...run, kernels: ['v3.9', 'v3.9 flush=checked'] };
  expect(linkOf(run)).toMatch(/^\/r\/1/);
  expect(linkOf(comparison)).toMatch(/^\/c\/1/);
  expect(openLink(linkOf(run))).toEqual({ ok: true, value: { type: 'run', shared: run } });
  expect(openLink(linkOf(comparison))).toEqual({ ok: true, value: { type: 'comparison', shared: comparison } });
});

test('no packing is longer than the plain frame and the byte that names it', () => {
  fc.assert(
    fc.property(shared, (share) => {
      expect(packFrame(share)?.length).toBeLessThanOrEqual(frameBytes(share).bytes.length + 1);
    }),
  );
});

test('a branch costs what it adds to its parent, not its whole text', () => {
  const steps = Array.from({ length: 300 }, (_, i) => `cpu${(i * 7) % 4}: kmap_atomic(page${(i * i) % 13})`);
  const alone = shareOf(`kmapscope 1\n${steps.join('\n')}\n`);
  const lines = [...alone.scenario.lines, ...shareOf('kmapscope 1\ncpu0: tick\n').scenario.lines];
  const forked = { ...alone, branches: [{ name: 'branch 1', parent: 0, at: 300, lines }] };
  expect(linkOf(forked).length - linkOf(alone).length).toBeLessThan(20);
  expect(decodeLink(linkOf(forked))).toEqual({ ok: true, value: forked });
});

test('a run that goes in circles is deflated, because that is shorter', () => {
  const round = shareOf(
    'kmapscope 1\n' + 'cpu0: kmap_atomic(page1)\ncpu3: irq\ncpu2: evict(pkmap7)\ncpu1: tick\n'.repeat(100),
  );
  expect(packFrame(round)?.[0]).toBe(1);
  expect(linkOf(round).length).toBeLessThan(60);
  expect(decodeLink(linkOf(round))).toEqual({ ok: true, value: round });
});

test('what is over a cap is not made into a link, with the reason', () => {
  const problemOf = (share: Shared): string => {
    const link = encodeLink(share);
    return link.ok ? 'fits' : `${link.error.kind}: ${link.error.message}`;
  };
  const run = shareOf('kmapscope 1\ncpu0: kmap_atomic(page1)\n');
  const line = run.scenario.lines[0];
  const long = { ...run, scenario: { version: 1 as const, lines: Array(20_001).fill(line) } };
  expect(problemOf(long)).toBe(
    'too big: This run has 20001 lines and a share may have 20000: trim it or drop branches.',
  );
  const branch = { name: 'b', parent: 0, at: 0, lines: [] };
  expect(problemOf({ ...run, branches: Array(65).fill(branch) })).toMatch(/^too big: This run has 65 branches/);
  expect(problemOf({ ...run, branches: [{ ...branch, name: 'b'.repeat(61) }] })).toMatch(/^too big: The text "bbbb/);
  const title = { statement: { type: 'title' as const, text: '🔒'.repeat(61) }, comment: null };
  expect(problemOf({ ...run, scenario: { version: 1, lines: [title] } })).toMatch(/too long for a share/);
  const note = { statement: { type: 'note' as const, text: 'n'.repeat(4097) }, comment: null };
  expect(problemOf({ ...run, scenario: { version: 1, lines: [note] } })).toMatch(/too long for a share/);
  expect(problemOf({ ...run, kernels: Array(9).fill('v3.9') })).toMatch(/^too big: 9 kernels/);
  const notes = Array.from({ length: 100 }, (_, i) => ({
    statement: { type: 'note' as const, text: `${i}`.repeat(2000) },
    comment: null,
  }));
  expect(problemOf({ ...run, scenario: { version: 1, lines: notes } })).toMatch(
    /^too big: This run is too big for any link/,
  );
});

test('a link of a shipped scenario is not taken for a run', () => {
  expect(openLink('https://example.org/#/s/stray-after-kunmap/3')).toEqual({
    ok: true,
    value: { type: 'scenario', id: 'stray-after-kunmap', step: 3 },
  });
  expect(decodeLink('#/s/stray-after-kunmap')).toMatchObject({ ok: false, error: { kind: 'not a link' } });
});
