import { beforeEach, expect, test } from 'vitest';
import type { Engine } from '../engine/client.ts';
import { NO_SESSION, respond } from '../engine/session.ts';
import { DEFAULT_WEIGHTS } from '../model/weights.ts';
import { makeRig, type Rig } from './testing/rig.ts';

const TEXT = `kmapscope 1
machine kernel=rfc-v2 cpus=2
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu0: kmap_atomic_flush_unused()
`;
const LOAD = { cpus: 2, strays: 1, uses: 2 };

let rig: Rig;
/** What the calculator was asked, and how often it was started anew. */
let priced: number;
let restarted: number;
let breakDown: boolean;

beforeEach(() => {
  priced = 0;
  restarted = 0;
  breakDown = false;
  const calculator: Engine = {
    ask: async (request) => {
      await Promise.resolve();
      priced += 1;
      if (breakDown) throw new Error('out of memory');
      return respond(NO_SESSION, request)[1];
    },
    restart: () => {
      restarted += 1;
    },
  };
  rig = makeRig({ calculator: () => calculator });
});

test('costs are counted when asked for, and asked for again they follow the kernels', async () => {
  await rig.commands.open({ text: TEXT });
  expect(rig.state().laneCosts).toEqual([]);
  await rig.commands.countCosts();
  expect(rig.state().laneCosts.map(({ kernel }) => kernel)).toEqual(['rfc-v2']);
  await rig.commands.compare(['rfc-v1']);
  await rig.commands.countCosts();
  expect(rig.state().laneCosts.map(({ kernel }) => kernel)).toEqual(['rfc-v2', 'rfc-v1']);
});

test('a weight stays a whole number within its bounds, and all go back to our assumption', () => {
  const weigh = (cycles: number): number => {
    rig.commands.setWeight('ipis', cycles);
    return rig.state().costs.weights.ipis;
  };
  expect([weigh(2000), weigh(1.6), weigh(-5), weigh(NaN), weigh(1e9)]).toEqual([2000, 2, 0, 0, 1_000_000]);
  expect(rig.state().costs.weights).toEqual({ ...DEFAULT_WEIGHTS, ipis: 1_000_000 });
  rig.commands.resetWeights();
  expect(rig.state().costs.weights).toEqual(DEFAULT_WEIGHTS);
});

test('a load is priced piece by piece on the other engine, and what was priced is not priced again', async () => {
  const seen: (number | undefined)[] = [];
  rig.store.subscribe(({ costs }) => seen.push(costs.progress?.done));
  expect(await rig.commands.scale(LOAD)).toBe(true);
  expect(seen.slice(0, 3)).toEqual([0, 1, 2]);
  const { scaled, progress } = rig.state().costs;
  expect(progress).toBeNull();
  expect(scaled?.sweeps.cpus.points.map(({ x }) => x).at(-1)).toBe(32);
  expect(rig.state().costs.remark?.one.checked).toMatchObject({ pte_reads: 16, pte_writes: 1, tlb_flushes: 1 });
  expect(rig.asked).toEqual([]);
  const before = priced;
  expect(await rig.commands.scale({ ...LOAD })).toBe(true);
  expect(priced).toBe(before);
});

test('a newer load takes the place of the one that is being priced', async () => {
  const first = rig.commands.scale(LOAD);
  const second = rig.commands.scale({ ...LOAD, cpus: 3 });
  expect(await first).toBe(false);
  expect(await second).toBe(true);
  expect(rig.state().costs.scaled?.load.cpus).toBe(3);
});

test('when the other engine fails, a sentence says so, the run is untouched and one can try again', async () => {
  breakDown = true;
  expect(await rig.commands.scale(LOAD)).toBe(false);
  expect(rig.state().costs).toMatchObject({ progress: null, problem: expect.stringContaining('out of memory') });
  expect(rig.state().crash).toBeNull();
  expect(restarted).toBe(1);
  breakDown = false;
  expect(await rig.commands.scale({ ...LOAD })).toBe(true);
  expect(rig.state().costs.problem).toBeNull();
});

test('what was priced can be opened as a run: the three ways beside each other, at its end', async () => {
  expect(await rig.commands.openLoad(LOAD)).toBe(true);
  const { session } = rig.state();
  expect(session?.lanes.map(({ kernel }) => kernel)).toEqual([
    'v3.9 layout=up_ffc00000 kunmap_clears=always',
    'rfc-v2 layout=up_ffc00000',
    'rfc-v1 layout=up_ffc00000',
  ]);
  expect(session?.at).toBe(session?.length);
  await rig.commands.scale(LOAD);
  const point = rig.state().costs.scaled?.sweeps.cpus.points.find(({ x }) => x === LOAD.cpus);
  expect(session?.lanes.map(({ frame }) => frame.costs)).toEqual([
    point?.costs.always,
    point?.costs.checked,
    point?.costs.unconditional,
  ]);
});
