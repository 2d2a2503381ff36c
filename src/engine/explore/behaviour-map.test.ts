import { expect, test } from 'vitest';
import type { BehaviourMap } from './behaviour-map.ts';
import { exploring, inOneGo } from './explore.ts';
import { freeQuestion, type FreeChoice } from './free-question.ts';
import { handOf, isFaulting, reachOf, type Region } from './region.ts';
import { trailOf } from './trail.ts';

/** Rows: whose the page is; columns: nowhere, TLB, stray, used. A dot: no state is there; else the depth it is first met at. */
function picture({ regions }: BehaviourMap): string {
  const cells = regions.map(({ states, byDepth }) =>
    states === 0 ? '.' : String(byDepth.findIndex((count) => count > 0)),
  );
  return [0, 4, 8].map((row) => cells.slice(row, row + 4).join(' ')).join('\n');
}

function mapOf(choice: FreeChoice): BehaviourMap {
  const { map, states } = inOneGo(exploring(freeQuestion(choice), [], { map: true }));
  if (map === null) throw new Error('no map');
  expect(map.regions.reduce((sum, region) => sum + region.states, 0)).toBe(states);
  return map;
}

const name = (region: Region): string => `${handOf(region)}/${reachOf(region)}`;

test('one CPU with the patch never comes where a secure page can be reached', () => {
  const map = mapOf({ kernel: 'rfc-v2', cpus: 1 });
  expect(picture(map)).toBe('0 4 2 1\n1 4 3 .\n3 . . .');
  expect(map.ways.some(({ to }) => isFaulting(to))).toBe(false);
});

test('without a flush the way into the fault leads from the stray', () => {
  const map = mapOf({ kernel: 'v3.9', cpus: 1 });
  const into = map.ways.filter(({ from, to }) => isFaulting(to) && !isFaulting(from)).map(({ from }) => name(from));
  expect(into).toEqual(['kernel/stray']);
  expect(picture(map).split('\n').at(-1)).toMatch(/^\d+ \S+ \d+ /);
});

test('the map is drawn of the very states that were counted, and not where nobody asked', () => {
  expect(inOneGo(exploring(freeQuestion({ kernel: 'v3.9', cpus: 1 }), [])).map).toBeNull();
  const { depth, regions } = mapOf({ kernel: 'v3.9', cpus: 1 });
  expect(regions.every(({ byDepth }) => byDepth.length === depth + 1)).toBe(true);
});

test('a search that is stopped has no map', () => {
  const going = exploring(freeQuestion({ kernel: 'rfc-v2' }), [], { map: true });
  going.next();
  going.next(1_000);
  expect(going.next(0)).toMatchObject({ done: true, value: { status: 'stopped', map: null } });
});

test('a run is a trail over the regions', () => {
  const trail = trailOf(`kmapscope 1
machine kernel=rfc-no-hook cpus=2
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu0: cpu_down(cpu1)
cpu0: secure_protect(page3)
cpu0: secure_unprotect(page3)
`);
  expect(trail?.regions.map(name)).toEqual([
    'kernel/nowhere',
    'kernel/used',
    'kernel/stray',
    'kernel/stray',
    'secure/stray',
    'kernel/stray',
  ]);
  expect(name(trail?.at(3, 1) ?? 0)).toBe('driver/stray');
  expect(trailOf('kmapscope 1\ncpu0: nonsense()\n')).toBeNull();
});
