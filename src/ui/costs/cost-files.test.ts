import { expect, test } from 'vitest';
import { NO_COSTS } from '../../model/cost.ts';
import { DEFAULT_WEIGHTS } from '../../model/weights.ts';
import type { StepOutline } from '../../timeline/frame.ts';
import type { LaneCosts } from '../../timeline/lane-costs.ts';
import { price } from '../../timeline/scaling.ts';
import { scaledFrom } from '../../timeline/scaling-sweep.ts';
import { runCsv, scalingCsv } from './cost-files.ts';

const step = (label: string): StepOutline => ({
  line: 3,
  cpu: 1,
  kind: 'map',
  label,
  outcome: 'done',
  reached: [],
  missed: [],
  fault: false,
  left: [],
  came: [],
  ticks: 1,
});

test('the numbers of a run are a row for every CPU that spent something in a step of a lane', () => {
  const one = { ...NO_COSTS, pte_writes: 1, tlb_flushes: 1, tlb_broadcast: 1, barriers: 3 };
  const lanes: readonly LaneCosts[] = [
    { kernel: 'rfc-v2', steps: [[{ cpu: 1, costs: one }], [], [{ cpu: 0, costs: { ...NO_COSTS, ipis: 2 } }]] },
    { kernel: 'rfc-v1 debug=on', steps: [[], [], []] },
  ];
  const outline = [step('map p3'), step('unmap'), step('clean p0–p5, all')];
  expect(runCsv(lanes, outline, { ...DEFAULT_WEIGHTS, ipis: 7 }).split('\r\n')).toEqual([
    'kernel,step,label,cpu,pte_writes,pte_reads,tlb_local,tlb_broadcast,tlb_range,barriers,ipis,notifiers,modelled_cycles ipis=7',
    'rfc-v2,1,map p3,cpu1,1,0,0,1,0,3,0,0,190',
    'rfc-v2,3,"clean p0-p5, all",cpu0,0,0,0,0,0,0,2,0,14',
    '',
  ]);
});

test('the numbers of scaling are a row for every point of every plot and every way', () => {
  const load = { cpus: 2, strays: 1, uses: 1 };
  const scaled = scaledFrom(load, ({ way, load: of }) => {
    const priced = price(way, of);
    if (!priced.ok) throw new Error(priced.error);
    return priced.value;
  });
  const rows = scalingCsv(scaled, DEFAULT_WEIGHTS).trimEnd().split('\r\n');
  expect(rows).toHaveLength(1 + 4 * (15 + 17 + 24));
  expect(rows.filter((row) => row.startsWith('cpus,2,1,1,'))).toEqual([
    'cpus,2,1,1,leave,2,0,0,2,0,6,0,0,380',
    'cpus,2,1,1,always,4,0,0,4,0,12,0,0,760',
    'cpus,2,1,1,unconditional,34,0,0,34,0,102,1,0,7460',
    'cpus,2,1,1,checked,4,32,0,4,0,12,1,0,1888',
  ]);
});
